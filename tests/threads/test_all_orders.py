"""`all_orders` runs every order, says how many there are, and refuses what it cannot explore."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from shelf import find
from snippets.threads.all_orders import Bounds, Explorer, Program, Report, counted, replay
from tests.checks.work.command import run
from tests.threads.by_opcode import ends
from tests.threads.generated import PLAIN, program

#: All of them in the long check: LONG=1 make test ONLY=threads/all_orders
LONG = "LONG" in os.environ
SEEDS = range(200) if LONG else range(20)
INSTRUCTIONS = range(40) if LONG else range(2)
REPLAYS = 1_000 if LONG else 50

STEPS = """\
from threading import Thread


def main():
    seen = []

    def work():
        seen.append(1)
        seen.append(2)
        seen.append(3)

    threads = [Thread(target=work) for _ in range(COUNT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def explored(source: str, *, reduce: bool = True, **bounds: int) -> tuple[Report, Program]:
    """What all orders of a program come to."""
    made = Program(source, "made.py", "main")
    return Explorer(made, Bounds(**bounds), reduce=reduce).explore(), made


def outcomes(report: Report) -> dict[str, int]:
    """How many orders come to each end."""
    return {str(end): counted(traces) for end, traces in report.by_outcome().items()}


@pytest.mark.parametrize(("threads", "reduce"), [(2, True), (2, False), (3, True), (3, False)])
def test_as_many_orders_as_arithmetic_says(threads: int, reduce: bool) -> None:
    """Two threads of three steps: 20 orders; three such: 1,680."""
    report, _ = explored(STEPS.replace("COUNT", str(threads)), reduce=reduce)
    expected = math.factorial(3 * threads) // math.factorial(3) ** threads

    assert expected in (20, 1_680)
    assert (report.orders, report.runs, report.cuts) == (expected, expected, [])


@pytest.mark.parametrize(("threads", "deeds"), [(2, 3), (3, 2)])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_left_out_changes_no_end_and_no_count(seed: int, threads: int, deeds: int) -> None:
    """Run one by one, all orders come to the same ends, each as often."""
    source = program(seed, threads, deeds)
    every, _ = explored(source, reduce=False, runs=3_000, steps=200)
    few, _ = explored(source, runs=3_000, steps=200)
    if every.cuts:
        pytest.skip("more orders than can be run one by one")

    assert outcomes(few) == outcomes(every)
    assert few.runs <= every.runs == every.orders == few.orders


def test_what_is_left_out_is_much() -> None:
    """The property above is of no use if nothing is left out."""
    reports = [explored(program(seed, 2, 3), runs=3_000)[0] for seed in range(10)]

    assert sum(report.runs for report in reports) * 2 < sum(report.orders for report in reports)


@pytest.mark.parametrize("seed", INSTRUCTIONS)
def test_no_instruction_comes_between(seed: int) -> None:
    """Threads that change between any two instructions come to no end that is not found."""
    source = program(seed, 2, 2, PLAIN)
    report, _ = explored(source)
    found = {end.text for end in report.by_outcome()}
    seen = {f"prints {text!r}" for text in ends(source)}

    assert seen <= found


@pytest.mark.parametrize("seed", range(3))
def test_an_order_comes_to_the_same_end_each_time(seed: int) -> None:
    """The longest one too."""
    report, made = explored(program(seed, 2, 3), steps=200)
    trace = max(report.traces, key=lambda trace: len(trace.order))
    seen = [replay(made, report.visible, trace.order, Bounds()) for _ in range(REPLAYS)]

    assert {tuple(run.order) for run in seen} == {trace.order}
    assert {run.outcome(None) for run in seen} == {trace.outcome}


OWN_QUEUE = """\
from threading import Condition, Thread


class OwnQueue:
    def __init__(self):
        self.changed = Condition()
        self.items = []

    def put(self, item):
        with self.changed:
            self.items.append(item)
            if len(self.items) == 1:
                self.changed.notify()

    def get(self):
        with self.changed:
            while not self.items:
                self.changed.wait()
            return self.items.pop(0)


def main():
    queue, got = OwnQueue(), []

    def feed():
        queue.put("a")
        queue.put("b")

    def take():
        got.append(queue.get())

    threads = [Thread(target=work) for work in (feed, take, take)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == ["a", "b"]
"""


def test_a_lost_wake_up_is_found() -> None:
    """Two takers wait, and only one is woken for two items; a notify for each item mends it."""
    report, _ = explored(OWN_QUEUE)
    mended, _ = explored(OWN_QUEUE.replace("if len(self.items) == 1", "if self.items"))
    ends = {str(end) for end in report.by_outcome() if end.fails}

    assert ends == {f"deadlock: take-{n} waits for queue.changed" for n in (2, 3)}
    assert outcomes(report)["ends well"] == report.orders - 2
    assert set(outcomes(mended)) == {"ends well"}


# At the command line

ENDLESS = "while True:\n            pass"
BODY = """\
from threading import Lock, Thread
{top}

def main():
    box, left, right = [], Lock(), Lock()

    def work(one, other):
        box.append(1)
        {body}

    threads = [Thread(target=work, args=pair) for pair in ((left, right), (right, left))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    {end}
"""


def made(top: str = "", body: str = "pass", end: str = "pass") -> str:
    """A program of two threads, with something wrong in it."""
    return BODY.format(top=top, body=body, end=end)


@pytest.fixture
def asked(tmp_path: Path) -> Callable[..., tuple[int | None, str]]:
    """Runs the program on a file of this text; its exit status and all that it printed."""

    def ask(source: str, *options: str) -> tuple[int | None, str]:
        (tmp_path / "mine.py").write_text(source)
        words = [str(find("threads/all_orders").path), "mine.py", *options]
        return run(words, tmp_path, limit=120)

    return ask


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def main():\n    pass\n", "main() starts no thread"),
        ("print(1)\n", "mine.py has no function main(); name the one that starts the threads"),
        ("def main(:\n", "mine.py is no Python: invalid syntax, line 1"),
        ("import asyncio\n\ndef main():\n    pass\n", "imports asyncio; only threading and queue"),
        (made("import random", end="print(random.random())"), "not deterministic: the order"),
        (made("import select", "select.select([], [], [])"), "is stuck at line 9 for 1 s, outside"),
        (made(body=ENDLESS), "for 1 s, outside of what can be seen here: a loop without an end"),
        (
            made(
                body="while True:\n            try:\n                with one, other:\n"
                "                    return\n            except:\n                pass"
            ),
            "catches everything, even its own end",
        ),
        (made("import threading", "threading.Timer(1, print)"), "uses threading.Timer, which"),
    ],
)
def test_what_cannot_be_explored_is_told_in_one_line(
    asked: Callable[..., tuple[int | None, str]], source: str, words: str
) -> None:
    """No traceback, no hang, and an exit status of its own."""
    status, text = asked(source, "--patience", "1")

    assert status == 2
    assert words in text
    assert len(text.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("1,x", "1,x is no order; write the threads as 2,1,1,2"),
        ("1", "the order is too short: after 1 steps thread 2 could still go"),
        ("1,1", "step 2 of the order is thread 1, but only thread 2 could go then"),
        ("1,2,2", "step 3 of the order"),
    ],
)
def test_an_order_that_cannot_be_is_told(
    asked: Callable[..., tuple[int | None, str]], order: str, words: str
) -> None:
    """Replay says where it stops to fit."""
    status, text = asked(made(), "--replay", order)

    assert status == 2
    assert words in text or "too long: all ended after 2" in text


@pytest.mark.parametrize(
    ("option", "number", "status", "words"),
    [
        ("--runs", "9", 3, "not all orders, stopped after 9 orders"),
        ("--steps", "4", 2, "no order ended: an order was cut after 4 steps"),
        ("--preemptions", "1", 3, "not all orders, only orders with at most 1 pre-emptions"),
        ("--seconds", "0", 2, "no order ended: stopped after 0 s"),
    ],
)
def test_a_part_is_never_called_all(
    asked: Callable[..., tuple[int | None, str]], option: str, number: str, status: int, words: str
) -> None:
    """What a bound cut is told, and no failure among what was run is no success."""
    ended, text = asked(STEPS.replace("COUNT", "3"), option, number)

    assert ended == status
    assert words in text


def test_the_order_that_fails_is_shown_and_comes_again(
    asked: Callable[..., tuple[int | None, str]],
) -> None:
    """The command that is printed shows the same table."""
    source = made(end="assert len(box) == 2").replace("box.append(1)", "box[:] = [*box, 1]")
    status, text = asked(source)
    order = re.search(r"--replay ([\d,]+)", text)

    assert status == 1
    assert order
    again, table = asked(source, "--replay", order[1])
    assert again == 1
    assert table.strip().splitlines()[-1].startswith("This order fails: raises: AssertionError")
    assert set(table.splitlines()[:-1]) <= set(text.splitlines())
