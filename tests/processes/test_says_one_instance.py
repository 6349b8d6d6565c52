"""What the page on programs of which one instance runs says."""

from collections.abc import Callable

import pytest

from tests.made import typed

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it was run on Linux")
FLOCK, PACKAGE = typed("processes/one-instance")
#: Another instance, which says whether it got the lock.
ASK = (
    FLOCK
    + """
import os
import signal
import subprocess
from multiprocessing import Pipe, get_context

NAME = os.path.abspath("backup.lock")


def free():
    child = os.fork()
    if not child:
        try:
            only_one(NAME)
        except SystemExit as error:
            assert str(error) == f"{NAME} is locked: another instance is running"
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0
"""
)


def test_the_second_instance_leaves(printed: Callable[[str], str]) -> None:
    """As long as the file of the first is open; the file itself stays and stops nobody."""
    said = printed(
        ASK
        + """
held = only_one(NAME)
print(free())
held.close()
print(os.path.exists(NAME), free())
"""
    )

    assert said == "False\nTrue True\n"


def test_without_that_flag_it_waits_for_its_turn(printed: Callable[[str], str]) -> None:
    """Until the first lets go."""
    said = printed(
        ASK.replace(" | fcntl.LOCK_NB", "")
        + """
held = only_one(NAME)
receiver, sender = Pipe(duplex=False)
child = os.fork()
if not child:
    held.close()
    mine = open(NAME, "a")
    try:
        fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sender.send("it is taken")
    only_one(NAME)
    sender.send("its turn")
    os._exit(0)
print(receiver.recv(), receiver.poll(0.2))
held.close()
print(receiver.recv())
os.waitpid(child, 0)
"""
    )

    assert said == "it is taken False\nits turn\n"


def test_a_killed_instance_leaves_no_lock(printed: Callable[[str], str]) -> None:
    """The system lets go of it."""
    said = printed(
        ASK
        + """
receiver, sender = Pipe(duplex=False)
child = os.fork()
if not child:
    held = only_one(NAME)
    sender.send(1)
    signal.pause()
receiver.recv()
print(free())
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
print(free())
"""
    )

    assert said == "False\nTrue\n"


def test_a_file_that_nobody_keeps_is_no_lock(printed: Callable[[str], str]) -> None:
    """It is closed when it is collected."""
    said = printed(
        ASK
        + """
import gc
import warnings

warnings.simplefilter("ignore", ResourceWarning)
only_one(NAME)
gc.collect()
print(free())
"""
    )

    assert said == "True\n"


def test_after_a_removal_two_run(printed: Callable[[str], str]) -> None:
    """One holds the file that was removed, and one a new file of that name."""
    said = printed(
        ASK
        + """
first = only_one(NAME)
waits = open(NAME, "a")
os.remove(NAME)
first.close()
fcntl.flock(waits, fcntl.LOCK_EX | fcntl.LOCK_NB)
print(free())
"""
    )

    assert said == "True\n"


@pytest.mark.parametrize(
    ("method", "kept"), [("fork", True), ("spawn", False), ("forkserver", False)]
)
def test_a_forked_child_keeps_the_lock(
    printed: Callable[[str], str], method: str, kept: bool
) -> None:
    """Though whoever took it has closed the file; of a child that was not forked nothing stays."""
    source = ASK.replace("def free", "def work(line):\n    line.recv()\n\n\ndef free") + (
        """
if __name__ == "__main__":
    held = only_one(NAME)
    receiver, sender = Pipe(duplex=False)
    child = get_context("METHOD").Process(target=work, args=(receiver,))
    child.start()
    held.close()
    print(free())
    sender.send(None)
    child.join()
    print(free())
"""
    ).replace("METHOD", method)

    assert printed(source) == f"{not kept}\nTrue\n"


def test_a_command_keeps_it_only_if_it_is_handed_the_file(printed: Callable[[str], str]) -> None:
    """Files of Python are closed in a command, but for those in pass_fds."""
    said = printed(
        ASK
        + """
for given in False, True:
    held = only_one(NAME)
    pass_fds = [held.fileno()] if given else []
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=pass_fds) as command:
        held.close()
        print(free())
"""
    )

    assert said == "True\nFalse\n"


def test_the_package_says_no_at_once(tmp_path, monkeypatch) -> None:
    """It runs the work of one, and not that of another meanwhile."""
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    exec(PACKAGE, names)
    alone = names["alone"]

    assert alone("a.lock", lambda: (1, alone("a.lock", lambda: 2))) == (1, None)
    assert alone("a.lock", lambda: 3) == 3


def test_a_file_with_the_process_id_stays(printed: Callable[[str], str]) -> None:
    """After a kill, and its number is given again by the system some day."""
    said = printed(
        ASK
        + """
child = os.fork()
if not child:
    with open("pid", "w") as file:
        file.write(str(os.getpid()))
    os.kill(os.getpid(), signal.SIGKILL)
os.waitpid(child, 0)
print(open("pid").read() == str(child))
"""
    )

    assert said == "True\n"
