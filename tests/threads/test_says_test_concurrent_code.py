"""What the page "Test concurrent code" says, beyond what its program shows."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue
from threading import BrokenBarrierError, Condition, Event, Thread

import pytest

from snippets.threads import all_at_once

STUCK = """
import {module}, threading
def waits_for_ever():
    threading.Event().wait(20)
threading.Thread(target=waits_for_ever, daemon=True).start()
def main_waits():
    threading.Event().wait(20)
"""


def test_an_error_in_any_thread_ends_the_test() -> None:
    """Of four calls the last one fails, and its error is raised."""
    calls = list[None]()

    def call() -> None:
        calls.append(None)
        if len(calls) == 4:
            raise ValueError("the fourth")

    with pytest.raises(ValueError, match="the fourth"):
        all_at_once.all_at_once(call, 4)


def test_nobody_waits_for_a_thread_that_will_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """The third thread does not start: the two at the barrier are let go by its end."""
    begun = list[Future[None]]()

    class Pool(ThreadPoolExecutor):
        def submit(self, call: Callable[..., None]) -> Future[None]:  # type: ignore[override]
            if len(begun) == 2:
                raise RuntimeError("can't start new thread")
            begun.append(super().submit(call))
            return begun[-1]

    monkeypatch.setattr(all_at_once, "ThreadPoolExecutor", Pool)
    with pytest.raises(RuntimeError, match="can't start"):
        all_at_once.all_at_once(lambda: None, 3)

    assert [type(one.exception(timeout=60)) for one in begun] == [BrokenBarrierError] * 2


def test_waits_take_a_limit() -> None:
    """Of a thread, a future, a queue, an event and a condition; join alone does not tell."""
    stop, condition = Event(), Condition()
    thread = Thread(target=stop.wait, args=(60,))
    thread.start()
    thread.join(timeout=0.01)
    assert thread.is_alive()
    with pytest.raises(TimeoutError):
        Future[None]().result(timeout=0.01)
    with pytest.raises(Empty):
        Queue[None]().get(timeout=0.01)
    with condition:
        assert not condition.wait(timeout=0.01)
    assert not stop.wait(timeout=0.01)
    stop.set()
    thread.join(timeout=60)


def test_the_stacks_of_all_threads_are_printed() -> None:
    """faulthandler prints where both stand, and ends the process if told so."""
    code = STUCK.format(module="faulthandler") + (
        "faulthandler.dump_traceback_later(0.2, exit=True)\nmain_waits()\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )

    assert child.returncode == 1
    assert "in waits_for_ever" in child.stderr and "in main_waits" in child.stderr


def test_pytest_prints_where_all_stand_and_ends_the_test(tmp_path: Path) -> None:
    """faulthandler_timeout prints both stacks, then pytest-timeout ends the test."""
    code = STUCK.format(module="pytest") + "def test_stuck():\n    main_waits()\n"
    (tmp_path / "test_stuck.py").write_text(code)
    options = ["-p", "no:cacheprovider", "-o", "faulthandler_timeout=0.2", "--timeout=1"]
    child = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_stuck.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert child.returncode != 0
    assert "in waits_for_ever" in child.stderr and "in main_waits" in child.stderr
    assert "Timeout" in child.stdout
