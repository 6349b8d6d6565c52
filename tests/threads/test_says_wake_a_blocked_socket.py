"""What the page on threads that wait at a socket says."""

from collections.abc import Callable

import pytest

from tests.made import typed

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

STOP, SERVE, READ = typed("threads/wake-a-blocked-socket")
#: A thread in a call, and when the system has it waiting there: the call's first
#: argument is the number of the socket.
START = """
import os
import selectors
import socket
import socketserver
import threading
import time
from contextlib import suppress

LIMIT = 20


def blocked(sock, call):
    out = []

    def wait():
        try:
            out.append(call())
        except OSError as error:
            out.append(type(error).__name__)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    number, over = hex(sock.fileno()), time.monotonic() + LIMIT
    while open(f"/proc/self/task/{thread.native_id}/syscall").read().split()[1:2] != [number]:
        assert time.monotonic() < over
        time.sleep(0)
    return thread, out


def pair():
    return socket.socketpair()


def listener():
    return socket.create_server(("127.0.0.1", 0))


"""


def test_close_wakes_nobody(printed: Callable[[str], str]) -> None:
    """What comes after it still goes to the call that waits."""
    said = printed(
        START
        + """
here, there = pair()
thread, out = blocked(here, lambda: here.recv(10))
here.close()
there.send(b"late")
thread.join(LIMIT)
print(out)

door = listener()
thread, out = blocked(door, door.accept)
address = door.getsockname()
door.close()
client = socket.create_connection(address, LIMIT)
thread.join(LIMIT)
print(out[0][1] == client.getsockname())
out[0][0].close()
client.close()
there.close()
"""
    )

    assert said == "[b'late']\nTrue\n"


def test_shutdown_wakes_it(printed: Callable[[str], str]) -> None:
    """In `recv` by an end, in `accept` by an error; and it is no error to stop twice."""
    said = printed(
        START
        + STOP
        + """
here, there = pair()
thread, out = blocked(here, lambda: here.recv(10))
stop(here, thread)
print(out, thread.is_alive())
there.close()

with listener() as door:
    client = socket.create_connection(door.getsockname(), LIMIT)
    server, _ = door.accept()
    thread, out = blocked(server, lambda: server.recv(10))
    stop(server, thread)
    print(out, thread.is_alive())
    client.close()
    thread, out = blocked(door, door.accept)
    stop(door, thread)
    print(out, thread.is_alive())
    stop(door, thread)
"""
    )

    assert said == "[b''] False\n[b''] False\n['OSError'] False\n"


def test_a_loop_with_a_timeout_sees_the_event(printed: Callable[[str], str]) -> None:
    """Without a client, and after one."""
    said = printed(
        START
        + SERVE
        + """
def handle(connection):
    connection.close()
    served.set()


stop, served = threading.Event(), threading.Event()
with listener() as door:
    thread = threading.Thread(target=serve, args=(door, stop))
    thread.start()
    socket.create_connection(door.getsockname(), LIMIT).close()
    print(served.wait(LIMIT))
    stop.set()
    thread.join(LIMIT)
    print(thread.is_alive())
"""
    )

    assert said == "True\nFalse\n"


@pytest.mark.parametrize("end", ["ring", "there"])
def test_a_bell_wakes_it(printed: Callable[[str], str], end: str) -> None:
    """The selector waits at both, and the other side's end is one too; what came was read."""
    said = printed(
        START
        + READ
        + """
def take(data):
    print(data, flush=True)
    taken.set()


taken = threading.Event()
(here, there), (bell, ring) = pair(), pair()
thread = threading.Thread(target=read, args=(here, bell))
thread.start()
there.send(b"word")
taken.wait(LIMIT)
END.close()
thread.join(LIMIT)
print(thread.is_alive())
for each in (here, there, bell, ring):
    each.close()
""".replace("END", end)
    )

    assert said == "b'word'\nFalse\n"


def test_a_server_of_the_library_is_shut_down(printed: Callable[[str], str]) -> None:
    """From another thread than its own."""
    said = printed(
        START
        + """
server = socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler)
thread = threading.Thread(target=server.serve_forever)
thread.start()
server.shutdown()
thread.join(LIMIT)
server.server_close()
print(thread.is_alive())
"""
    )

    assert said == "False\n"
