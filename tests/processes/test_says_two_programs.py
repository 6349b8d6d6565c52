"""What the page on two programs that talk says."""

from collections.abc import Callable

import pytest

from tests.made import typed

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it was run on Linux")
SERVE, CLIENT = typed("processes/two-programs")
BOTH = f"""
{SERVE}
{CLIENT}
import os
import signal
import socket
import sys
from multiprocessing import Queue
from multiprocessing.connection import Listener
from threading import Event, Thread

KEY = b"only we know"


def started(address=("localhost", 0), answer=str.upper):
    listener = Listener(address, authkey=KEY)
    Thread(target=serve, args=(listener, answer), daemon=True).start()
    return listener


def tried(call, *args):
    try:
        return call(*args)
    except (OSError, EOFError, AuthenticationError, TimeoutError) as error:
        return f"{{type(error).__name__}}: {{error}}"
"""


@pytest.mark.parametrize("address", ['("localhost", 0)', '"/tmp/two-%d" % os.getpid()'])
def test_one_asks_and_the_other_answers(printed: Callable[[str], str], address: str) -> None:
    """Through a port and through a path; who hangs up or has another key costs nobody else."""
    said = printed(
        BOTH
        + f"""
listener = started({address})
there = listener.address
print(ask(there, KEY, "one"))
print(tried(ask, there, b"another key", "two"), flush=True)
Client(there, authkey=KEY).close()
print(ask(there, KEY, "three"))
print(tried(listener.close))
"""
    ).splitlines()

    assert said[0] == "ONE" and said[-2:] == ["THREE", "None"]
    assert "AuthenticationError: digest sent was rejected" in said
    assert "nobody was served: AuthenticationError('digest received was wrong')" in said
    assert [line for line in said if "EOFError" in line or "Connection" in line]


def test_without_the_except_one_wrong_key_ends_it(printed: Callable[[str], str]) -> None:
    """The error comes out of accept."""
    said = printed(
        BOTH
        + """
with Listener(("localhost", 0), authkey=KEY) as listener:
    caller = Thread(target=tried, args=(ask, listener.address, b"other", "two"))
    caller.start()
    print(tried(listener.accept))
    caller.join()
"""
    )

    assert said == "AuthenticationError: digest received was wrong\n"


def test_without_a_key_a_pickle_of_anybody_is_loaded(printed: Callable[[str], str]) -> None:
    """And runs what it says; with a key it is not read at all."""
    said = printed(
        BOTH
        + """
class Trap:
    def __reduce__(self):
        return print, ("it ran, in process", PID)


PID = os.getpid()
for key in None, KEY:
    listener = Listener(("localhost", 0), authkey=key)
    child = os.fork()
    if not child:
        try:
            with Client(listener.address) as connection:
                connection.send(Trap())
        finally:
            os._exit(0)
    try:
        with listener.accept() as connection:
            print(connection.recv())
    except (EOFError, ConnectionError, AuthenticationError):
        print("refused")
    os.waitpid(child, 0)
    listener.close()
print(PID)
"""
    ).splitlines()

    assert said == [f"it ran, in process {said[-1]}", "None", "refused", said[-1]]


def test_nobody_listens(printed: Callable[[str], str]) -> None:
    """Each way has an error of its own."""
    said = printed(
        BOTH
        + """
listener = Listener(("localhost", 0), authkey=KEY)
there = listener.address
print(tried(Listener, there))
listener.close()
print(tried(ask, there, KEY, 1))
path = os.path.abspath("s")
print(tried(ask, path, KEY, 1))
child = os.fork()
if not child:
    listener = Listener(path)
    os.kill(os.getpid(), signal.SIGKILL)
os.waitpid(child, 0)
print(tried(ask, path, KEY, 1))
print(tried(Listener, path))
os.remove(path)
print(ask(started(path).address, KEY, "again"))
"""
    )

    assert said == (
        "OSError: [Errno 98] Address already in use\n"
        "ConnectionRefusedError: [Errno 111] Connection refused\n"
        "FileNotFoundError: [Errno 2] No such file or directory\n"
        "ConnectionRefusedError: [Errno 111] Connection refused\n"
        "OSError: [Errno 98] Address already in use\n"
        "AGAIN\n"
    )


def test_all_wait_for_one_who_connects_and_stays_silent(printed: Callable[[str], str]) -> None:
    """Its part in the exchange of keys is what accept waits for; then the next one is served."""
    said = printed(
        BOTH
        + """
order = []
listener = started()
silent = socket.create_connection(listener.address)
assert silent.recv(1)  # the listener has begun with the exchange, and waits
next_one = Thread(target=lambda: order.append(ask(listener.address, KEY, "next")))
next_one.start()
order.append("silent hangs up")
silent.close()
next_one.join(60)
print(order)
"""
    ).splitlines()

    assert said[-1] == "['silent hangs up', 'NEXT']"


def test_who_gets_no_answer_is_told(printed: Callable[[str], str]) -> None:
    """The wait has a limit."""
    said = printed(
        BOTH.replace("poll(60)", "poll(0.01)")
        + """
never = Event()
listener = started(answer=lambda question: never.wait(60))
print(tried(ask, listener.address, KEY, 1).split(" from")[0])
never.set()
"""
    )

    assert said.splitlines()[0] == "TimeoutError: no answer"


def test_a_queue_goes_to_own_children_only(printed: Callable[[str], str]) -> None:
    """It cannot be sent to another program."""
    said = printed(
        BOTH
        + """
listener = started()
try:
    ask(listener.address, KEY, Queue())
except RuntimeError as error:
    print(error)
"""
    )

    assert "Queue objects should only be shared between processes through inheritance" in said
