"""Programs that hand many tasks over and are stopped while most of them wait."""

import faulthandler
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from types import ModuleType
from typing import Any

import pytest

from snippets.executors import count_as_they_end, report_progress
from snippets.threads import say_where

#: Which list of the program its tasks are made of, and the call that is stopped.
PROGRAMS: dict[str, tuple[ModuleType, str, str, str]] = {
    "report_progress": (report_progress, "PAGES", "fetch", "ThreadPoolExecutor"),
    "count_as_they_end": (count_as_they_end, "PHOTOS", "shrink", "ProcessPoolExecutor"),
    "say_where": (say_where, "PAGES", "fetch", "ThreadPoolExecutor"),
}
TASKS = 50


@pytest.mark.parametrize("program", PROGRAMS)
def test_none_begins_once_it_is_stopped(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Ctrl-C comes when the first task has ended; those that wait are taken back."""
    module, items, call, engine = PROGRAMS[program]
    taken_back, begun = Event(), list[int]()

    def task(number: int) -> int:
        begun.append(number)
        if number:
            taken_back.wait(1)  # so long only where none is
        return number

    class Pool(ThreadPoolExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kw: Any) -> Future[Any]:
            future = super().submit(fn, *args, **kw)
            future.add_done_callback(lambda it: taken_back.set() if it.cancelled() else None)
            return future

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, engine, Pool)
    monkeypatch.setattr(module, call, task)
    monkeypatch.setattr(module, items, range(TASKS))
    monkeypatch.setattr(module, "as_completed", stopped)

    try:
        with pytest.raises(KeyboardInterrupt):
            module.main()
    finally:  # say_where has wound up an alarm that ends the process
        faulthandler.cancel_dump_traceback_later()

    assert taken_back.is_set()
    assert len(begun) < TASKS
