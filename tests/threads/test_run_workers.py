"""What the workers do when an item fails, gets stuck, or somebody sends a signal."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from queue import Empty
from types import SimpleNamespace

from snippets.threads import run_workers

ROOT = Path(__file__).parents[2]
#: A reader's own work put into the program, which then runs as it would.
START = "import sys, threading, snippets.threads.run_workers as program\n"


def ended(work: str, *options: str) -> tuple[int, str, str]:
    """The exit status and both outputs of the program with `work` in it."""
    child = subprocess.run(
        [sys.executable, "-c", f"{START}{work}\nprogram.main()", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return child.returncode, child.stdout, child.stderr


BAD_ITEM = """
def handle(item):
    if item == "page 3":
        raise {error}
program.handle = handle
"""


def test_a_bad_item_costs_itself_alone() -> None:
    """All others are done, the bad one is listed and logged, and the status is not 0."""
    status, out, err = ended(BAD_ITEM.format(error='ValueError("no such page")'))

    assert (status, out) == (1, "done: 19 of 20\nfailed: page 3\n")
    assert "page 3 failed" in err and "ValueError: no such page" in err


def test_what_is_no_exception_costs_no_more() -> None:
    """A SystemExit or KeyboardInterrupt that the work raises is one failed item."""
    for error in ("SystemExit", "KeyboardInterrupt", "MemoryError"):
        status, out, _ = ended(BAD_ITEM.format(error=error))

        assert (status, out) == (1, "done: 19 of 20\nfailed: page 3\n")


def test_the_first_error_can_stop_all() -> None:
    """With the option, one worker that fails at the third item begins no fourth."""
    work = BAD_ITEM.format(error="ValueError") + "program.WORKERS = 1"
    status, out, _ = ended(work, "--stop-at-first")

    assert (status, out) == (1, "done: 2 of 20\nfailed: page 3\n")


def test_no_item_and_many_items_end_well() -> None:
    """An empty list, one item fifty times, one worker and eight all end with status 0."""
    for items, workers in (("[]", 4), ('["page"]', 8), ('["page"] * 50', 1), ('["page"] * 50', 8)):
        status, out, err = ended(f"program.ITEMS = {items}\nprogram.WORKERS = {workers}")
        count = len(eval(items))

        assert (status, out, err) == (0, f"done: {count} of {count}\n", "")


STUCK = """
def handle(item):
    {before}
    wait_for_ever()
def wait_for_ever():
    threading.Event().wait()
program.handle = handle
program.LIMIT, program.GRACE = {limit}, 0.2
"""


def test_a_stuck_item_is_shown_and_left() -> None:
    """The program ends after its limit, and the stacks name the function that is stuck."""
    status, out, err = ended(STUCK.format(before="", limit=0.5))

    assert (status, out) == (1, "done: 0 of 20\n")
    assert "TimeoutError: no item ended" in err
    assert "in wait_for_ever" in err


def test_both_signals_leave_in_order() -> None:
    """Ctrl-C and SIGTERM end the program while its work is stuck, with the count printed."""
    work = STUCK.format(before='print("begun\\n", end="", flush=True)', limit=60)
    for number, status in ((signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, 143)):
        child = subprocess.Popen(
            [sys.executable, "-c", f"{START}{work}\nprogram.main()"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "begun\n"
            os.kill(child.pid, number)
            out, err = child.communicate(timeout=60)
        finally:
            child.kill()

        assert child.returncode == status
        assert out.endswith("done: 0 of 20\n")
        assert "in wait_for_ever" in err


def test_an_empty_queue_sends_nobody_home_before_the_end() -> None:
    """A worker that finds nothing looks again, until nothing more comes and all is taken."""
    crew = run_workers.Crew(1, strict=False)
    real, looks = crew.todo, list[str]()

    def get(timeout: float) -> str:
        looks.append("a look")
        if len(looks) == 2:  # nothing more comes, and one item has come
            real.put("page 1")
            crew.no_more.set()
        if len(looks) < 4:
            raise Empty
        return real.get(block=False)

    crew.todo = SimpleNamespace(get=get, empty=real.empty)
    crew.work()

    assert crew.done == ["page 1"]
    assert crew.home == ["one more"]
    assert len(looks) == 5
