"""A program that hangs is told well: which thread of which process waits on which line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from recorder.cell import natural_cell, verify
from recorder.pythons.interpreters import Interpreter, choose
from recorder.run.stacks import by_faulthandler, where
from recorder.run.waits import CALLS, forever
from shelf import Sample
from shelf.fault import report

HANGS = '''"""Nobody puts what a thread and a process wait for."""

from multiprocessing import Process, SimpleQueue
from threading import Thread


def take(queue: "SimpleQueue[str]") -> None:
    queue.get()


def main() -> None:
    queue: SimpleQueue[str] = SimpleQueue()
    thread = Thread(target=take, args=(queue,), name="taker")
    child = Process(target=take, args=(queue,), name="child")
    child.start()
    thread.start()
    child.join()


if __name__ == "__main__":
    main()
'''


@pytest.mark.parametrize("tag", ["", "3.14t"])
def test_a_deadlock_is_told_by_thread_and_line(program: Callable[..., Sample], tag: str) -> None:
    """It is seen long before the limit, since nobody could ever go on."""
    python = choose(tag) if tag else choose("")
    sample = program(HANGS, transcript="")
    text = report(verify(sample, python, natural_cell(sample.header, python)))

    assert "still alive, with every thread in a wait without a limit" in text
    assert "MainProcess, MainThread waits at line 17, in main: join (process.py:" in text
    assert "MainProcess, taker waits at line 8, in take: get (queues.py:" in text
    assert "child, MainThread waits at line 8, in take: get (queues.py:" in text


def test_a_wait_with_a_limit_is_no_deadlock(
    program: Callable[..., Sample], interpreter: Interpreter
) -> None:
    """A program that waits for longer than a glance, and then goes on, is not stopped."""
    source = HANGS.replace("queue.get()", "Event().wait(3)").replace(
        "from threading import Thread", "from threading import Event, Thread"
    )
    sample = program(source, transcript="")

    assert not verify(sample, interpreter, natural_cell(sample.header, interpreter))


@pytest.mark.parametrize(
    ("call", "waits"),
    [
        ("202 0x55f7 0x189 0x0 0x0 0x0 0xffffffff 0x7fd6 0x7fd6", True),
        ("202 0x55f7 0x89 0x0 0x7fd6923959f0 0x0 0xffffffff 0x7fd6 0x7fd6", False),
        ("7 0x7fd6 0x1 0xffffffff 0x0 0x0 0x7fd6 0x7fd6 0x7fd6", True),
        ("7 0x7fd6 0x1 0xc350 0x0 0x0 0x7fd6 0x7fd6 0x7fd6", False),
        ("0 0x3 0x7fd6 0x1 0x0 0x0 0x7fd6 0x7fd6 0x7fd6", True),
        ("230 0x1 0x1 0x7fd6 0x0 0x0 0x0 0x7fd6 0x7fd6", False),
        ("running", False),
    ],
)
def test_a_wait_is_known_by_its_call(call: str, waits: bool) -> None:
    """A lock, a lock with a limit, poll, poll with one, read, sleep, and a thread that runs."""
    assert forever(call.split(), CALLS["x86_64"]) is waits


def test_what_faulthandler_writes_is_read() -> None:
    """It answers where no handler in Python can."""
    text = (
        "Thread 0x00007f (most recent call first):\n"
        '  File "/lib/threading.py", line 355 in wait\n'
        '  File "/tmp/run-1/program/x.py", line 9 in take\n\n'
        "Current thread 0x00007e (most recent call first):\n"
        '  File "/tmp/run-1/program/x.py", line 20 in main\n'
    )
    (_, first), (_, second) = by_faulthandler(text)

    assert where(first) == "waits at line 9, in take: wait (threading.py:355)"
    assert where(second) == "stands at line 20, in main"
