from threading import Event
from typing import Any

import pytest

from snippets.threads import where_each_stands as program


class Told:
    """A semaphore that notes how it is asked, and has nothing before a cook comes."""

    def __init__(self) -> None:
        self.come, self.asked = 0, list[Any]()

    def release(self) -> None:
        self.come += 1

    def acquire(self, timeout: float | None = None) -> bool:
        self.asked.append(timeout)
        return True


def test_nobody_waits_before_the_first_cook() -> None:
    """The semaphore has nothing to give yet."""
    assert not program.waiting.acquire(blocking=False)


def test_each_cook_is_awaited_with_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once for each, before anybody looks."""
    told = Told()
    monkeypatch.setattr(program, "waiting", told)
    monkeypatch.setattr(program, "delivered", Event())
    monkeypatch.setattr(program, "done", [])
    program.main()

    assert told.asked == [10, 10]
    assert told.come == 2


def test_a_cook_who_does_not_end_well_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program does not end as if all had their flour."""
    monkeypatch.setattr(program, "wait_for_flour", program.waiting.release)
    monkeypatch.setattr(program, "done", [])
    with pytest.raises(SystemExit, match="a cook failed"):
        program.main()
