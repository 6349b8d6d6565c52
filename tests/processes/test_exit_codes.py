import sys
from collections.abc import Callable
from multiprocessing import get_context

import pytest


def test_a_running_process_has_no_exit_code() -> None:
    """The exit code is None until the process has ended."""
    spawn = get_context("spawn")
    bell = spawn.Event()
    child = spawn.Process(target=bell.wait, args=(60,))
    child.start()
    before = child.exitcode
    bell.set()
    child.join(timeout=60)

    assert (before, child.exitcode) == (None, 0)


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows keeps the whole number")
@pytest.mark.parametrize(("number", "code"), [(256, 0), (-1, 255), (3, 3)])
def test_eight_bits_of_the_number_arrive(number: int, code: int) -> None:
    """What `sys.exit` is given comes back as its last eight bits."""
    child = get_context("spawn").Process(target=sys.exit, args=(number,))
    child.start()
    child.join(timeout=60)

    assert child.exitcode == code


def test_a_child_that_nobody_joins_is_waited_for(printed: Callable[[str], str]) -> None:
    """The program ends after it: the bell rings, and the goodbye waits for the child."""
    said = printed("""
        import atexit

        if __name__ == "__main__":
            atexit.register(print, "goodbye", flush=True)
        from multiprocessing import Pipe, Process

        def wait(receiver) -> None:
            print("the child heard", receiver.recv(), flush=True)

        if __name__ == "__main__":
            receiver, sender = Pipe(duplex=False)
            Process(target=wait, args=(receiver,)).start()
            atexit.register(sender.send, "the bell")
            print("main ends", flush=True)
    """)

    assert said.splitlines() == ["main ends", "the child heard the bell", "goodbye"]
