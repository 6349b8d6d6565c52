"""What the page "See where a program is stuck" says, beyond what its programs show."""

import os
import signal
import subprocess
import sys

import pytest

from recorder.pythons.interpreters import Interpreter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")

STUCK = """
import os, signal, threading
here = threading.Barrier(2)
def other_stands():
    here.wait(20)
    threading.Event().wait(20)
threading.Thread(target=other_stands, daemon=True).start()
def main_stands():
    here.wait(20)
    os.kill(os.getpid(), signal.SIGABRT)
    threading.Event().wait(20)
main_stands()
"""
KEPT = """
import faulthandler, re, threading
faulthandler.dump_traceback_later(0.3, exit=True)
threading.Thread(target=re.match, args=("(a+)+$", "a" * 60 + "b"), daemon=True).start()
threading.Event().wait(20)
"""


def ended(python: str, *options: str) -> tuple[int, str]:
    """The exit status of a Python with these options, and its standard error."""
    child = subprocess.run(
        [python, *options],
        env={name: os.environ[name] for name in os.environ if name != "PYTHON_GIL"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return child.returncode, child.stderr


@pytest.mark.skipif(
    not getattr(sys, "_is_gil_enabled", lambda: True)(), reason="no GIL in this process"
)
def test_abort_shows_all_stacks_with_the_gil() -> None:
    """The program was started with -X faulthandler, and ends by the signal."""
    status, error = ended(sys.executable, "-X", "faulthandler", "-c", STUCK)

    assert status == -signal.SIGABRT
    assert "in main_stands" in error and "in other_stands" in error


def test_abort_shows_one_stack_without_the_gil(free_threaded: Interpreter) -> None:
    """That of the thread which got the signal."""
    status, error = ended(free_threaded.path, "-X", "faulthandler", "-c", STUCK)

    assert status == -signal.SIGABRT
    assert ("in main_stands" in error) != ("in other_stands" in error)


def test_the_alarm_clock_ends_a_program_whose_gil_is_kept() -> None:
    """A regular expression that tries for hours does not hold it up."""
    assert ended(sys.executable, "-c", KEPT)[0] == 1
