"""What a Ctrl-C does that comes while a process pool closes, as "Interrupt processes" says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from recorder.pythons.interpreters import Interpreter
from recorder.run.once import run
from shelf import Sample
from shelf.transcript import Command
from tests.signalled import UNTIL_MAIN_WAITS

pytestmark = pytest.mark.skipif("not sys.platform.startswith('linux')", reason="it asks /proc")

#: Four tasks for one worker; Ctrl-C comes to both when main is seen to wait, and the tasks may
#: end when it is seen to wait again.  `FIRST` is where it waits first, `THEN` what comes between.
SHOP = """
import os
import signal
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

SHOWN = threading.Event()


def bake(name):
    open(name, "w").close()
    while not os.path.exists("go"):
        time.sleep(0.01)


UNTIL_MAIN_WAITS

def press(main):
    until_main_waits(main, FIRST)
    os.killpg(0, signal.SIGINT)
    THEN
    until_main_waits(main, "join", "_wait_for_tstate_lock", "poll")
    open("go", "w").close()


def show(kind, *_):
    print(kind.__name__, flush=True)
    SHOWN.set()


if __name__ == "__main__":
    sys.excepthook = show
    with ProcessPoolExecutor(1, get_context("spawn")SET_UP) as pool:
        tasks = [pool.submit(bake, name) for name in "abcd"]
        while not os.path.exists("a"):
            time.sleep(0.01)
        main = threading.get_ident()
        threading.Thread(target=press, args=[main], daemon=True).start()
        LAST
"""
#: Main waits at the end of the block, for the thread of the pool.
AT_THE_END = (
    ("FIRST", '"join", "_wait_for_tstate_lock"'),
    ("THEN", "SHOWN.wait()"),
    ("LAST", "pass"),
)
#: Main waits inside of the block, for a result.
INSIDE = ("FIRST", '"wait"'), ("THEN", "pass"), ("LAST", "[task.result() for task in tasks]")
#: There too, with a handler that raises nothing.
NOTED = (
    ("FIRST", '"join", "_wait_for_tstate_lock"'),
    ("THEN", "pass"),
    ("LAST", "signal.signal(signal.SIGINT, lambda *_: print('noted', flush=True))"),
)
IGNORED = ", signal.signal, (signal.SIGINT, signal.SIG_IGN)"

Pressed = Callable[..., tuple[str, str, str]]


@pytest.fixture
def pressed(program: Callable[..., Sample], interpreter: Interpreter) -> Pressed:
    """Runs the program with its pieces: how it was stopped, by what it ended, what it printed."""

    def press(*pieces: tuple[str, str]) -> tuple[str, str, str]:
        source = SHOP.replace("UNTIL_MAIN_WAITS", UNTIL_MAIN_WAITS)
        for name, text in pieces:
            assert source.count(name) == 1, name
            source = source.replace(name, text)
        path = program(source).path
        seen = run(path, Command(path.name), interpreter.path, limit=60)
        return seen.stopped, seen.signal, seen.text

    return press


@pytest.mark.parametrize("set_up", ["", IGNORED])
def test_the_end_of_the_block_hangs_the_oldest_version(
    pressed: Pressed, interpreter: Interpreter, set_up: str
) -> None:
    """Every thread waits without a limit there, also if the workers ignore Ctrl-C."""
    stopped, signal, text = pressed(*AT_THE_END, ("SET_UP", set_up))
    hangs, ends = ("stuck", ""), ("", "SIGINT")
    known = {"3.11": {hangs}, "3.12": {hangs, ends}}  # of 3.12 the page says nothing

    assert (stopped, signal) in known.get(interpreter.tag, {ends})
    assert text == "KeyboardInterrupt\n"


def test_a_wait_for_results_inside_of_the_block_does_not(pressed: Pressed) -> None:
    """It ends by the signal on every version."""
    assert pressed(*INSIDE, ("SET_UP", "")) == ("", "SIGINT", "KeyboardInterrupt\n")


def test_a_handler_that_notes_goes_on_with_the_wait(pressed: Pressed) -> None:
    """Nothing is raised in main, and the block ends when its tasks do."""
    assert pressed(*NOTED, ("SET_UP", IGNORED)) == ("", "", "noted\n")
