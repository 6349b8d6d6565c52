from collections.abc import Callable
from concurrent.futures import Executor, Future
from types import SimpleNamespace
from typing import Any

import pytest

from snippets.executors import running_is_early as program


class Slow(Future[bool]):
    """A future that runs when it was asked a third time."""

    asked = 0

    def running(self) -> bool:
        self.asked += 1
        return self.asked > 2

    def cancel(self) -> bool:
        return self.asked <= 2


class Pool(Executor):
    """A pool that takes its time, and whose tasks end with it."""

    def __init__(self, *words: Any) -> None:
        self.tasks: list[Slow] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Slow:
        self.tasks.append(Slow())
        return self.tasks[-1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for task in self.tasks:
            task.set_result(True)


def test_it_looks_until_the_second_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """However often that is, and whatever process is left at the end is killed."""
    killed = list[str]()
    child = SimpleNamespace(kill=lambda: killed.append("child"))
    monkeypatch.setattr(program, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(program, "active_children", lambda: [child])
    program.main()

    assert "second running: True\nsecond cancelled: False\n" in capsys.readouterr().out
    assert killed == ["child"]


def test_the_gate_is_waited_for_with_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task whose gate nobody opens gives up."""
    limits = list[float | None]()
    gate = SimpleNamespace(poll=lambda limit: limits.append(limit) or True)
    monkeypatch.setattr(program, "gates", [gate])

    assert program.pass_gate()
    assert limits == [10]
