"""What the page "Let a failed thread fail the program" says, beyond its programs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from recorder.pythons.interpreters import find_all
from shelf import ROOT
from tests.checks.pages.markdown import Page

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
PAGE = Page(ROOT, ROOT / "docs" / "threads" / "fail-with-a-thread.md")
GUARDED, HOOK = (fence.text for fence in PAGE.fences if fence.language == "python")

TRIED = """\
import threading, sys
def work():
    sys.exit(1)
try:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
except BaseException:
    print("caught")
print("went on")
"""
KEPT = f"""\
import sys, threading
failed = []
def work():
    WORK
{GUARDED}
thread = threading.Thread(target=guarded)
thread.start()
thread.join()
if failed: raise BaseExceptionGroup("threads failed", failed)
"""
HEARD = f"""\
import sys, threading
failed = threading.Event()
{HOOK}threading.excepthook = tell
thread = threading.Thread(target=sys.exit, args=(1,))
thread.start()
while thread.is_alive() and not failed.is_set():
    thread.join(0.5)
sys.exit(3 if failed.is_set() else 0)
"""
WAKING = """\
import _thread, signal, threading
over, woken = threading.Event(), threading.Event()
def wake():
    woken.clear()
    WAKE
    return woken.wait(LIMIT)
def hook(args):
    print(all([wake() for _ in range(TIMES)]), flush=True)
    over.set()
threading.excepthook = hook
heard, thread = 0, threading.Thread(target=lambda: 1 / 0)
while not over.is_set():
    try:
        if not thread.ident:
            thread.start()
        over.wait(60)
    except KeyboardInterrupt:
        heard += 1
        woken.set()
print(heard > 0)
"""


def run(code: str, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        [python, "-c", code], env=buffered, capture_output=True, text=True, timeout=90
    )


def test_a_try_around_a_thread_catches_nothing() -> None:
    """The program goes on, without a word about `sys.exit`, and ends with status 0."""
    done = run(TRIED)

    assert (done.returncode, done.stdout, done.stderr) == (0, "went on\n", "")


@pytest.mark.parametrize("work", ["raise ValueError('sold out')", "sys.exit('sold out')"])
def test_what_the_page_keeps_is_raised_in_main(work: str) -> None:
    """An error, and `SystemExit` too: as a group, with status 1."""
    done = run(KEPT.replace("WORK", work))

    assert done.returncode == 1
    assert "threads failed" in done.stderr and "sold out" in done.stderr


def test_os_exit_ends_at_once() -> None:
    """No `finally`, and nothing of what is in the buffer."""
    done = run(
        "import os, threading\n"
        "print('in the buffer')\n"
        "try:\n"
        "    threading.Thread(target=os._exit, args=(1,)).start()\n"
        "    threading.Event().wait(60)\n"
        "finally:\n"
        "    print('finally')\n"
    )

    assert (done.returncode, done.stdout) == (1, "")


def test_the_hook_hears_of_an_exit_too() -> None:
    """And the main thread sees its event between two rounds."""
    assert run(HEARD).returncode == 3


@POSIX
@pytest.mark.parametrize("tag", ["3.11", "3.14"])
@pytest.mark.parametrize(
    ("wake", "limit", "times", "each_time"),
    [
        ("signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)", 60, 1, True),
        ("_thread.interrupt_main()", 0.3, 2, False),
    ],
)
def test_who_wakes_the_main_thread(
    tag: str, wake: str, limit: float, times: int, each_time: bool
) -> None:
    """A signal sent to it does; `interrupt_main` is not heard before the wait is over."""
    found, _ = find_all([tag])
    if tag not in found:
        pytest.skip(f"no Python {tag} here")
    code = WAKING.replace("WAKE", wake).replace("LIMIT", str(limit)).replace("TIMES", str(times))
    done = run(code, found[tag].path)

    assert done.stdout.splitlines()[0] == str(each_time)
