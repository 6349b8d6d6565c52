import os
from threading import Event, Thread

import pytest

from snippets.choosing import crash_ends_all as program


def test_without_the_crash_all_threads_end_in_turn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The baker bakes until the other thread is over, and so is there when that crashes."""
    order = list[object]()

    class Noted(Thread):
        def start(self) -> None:
            assert not self.daemon
            order.append("start")
            super().start()

        def join(self, timeout: float | None = None) -> None:
            order.append("join")
            super().join(timeout)

    class Bell(Event):
        def set(self) -> None:
            order.append("bell")
            super().set()

        def wait(self, timeout: float | None = None) -> bool:
            assert timeout == 10
            return super().wait(60)

    crashed = list[str]()
    monkeypatch.setattr(program, "Thread", Noted)
    monkeypatch.setattr(program, "Event", Bell)
    monkeypatch.setattr(os, "abort", lambda: crashed.append("crash"))
    program.main()

    assert order == ["start", "start", "join", "bell", "join"]
    assert crashed == ["crash"]
    lines = ["the bread is in the oven", "the bread is ready", "the bakery closes"]
    assert capsys.readouterr().out.splitlines() == lines
