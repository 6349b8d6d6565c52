from threading import Event
from typing import Any

import pytest

from snippets.executors import map_error_waits as program


class Heard(Event):
    """An event that is waited for in no time, and notes who did."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        return self.is_set()


@pytest.fixture(autouse=True)
def last_done(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """The event of the last page; nothing is checked yet."""
    heard = Heard()
    monkeypatch.setattr(program, "last_done", heard)
    monkeypatch.setattr(program, "ran", [])
    monkeypatch.setattr(program, "errors", [])
    return heard


def test_the_first_page_is_the_slow_one(last_done: Heard) -> None:
    """It alone waits, and the last page alone ends that."""
    program.check(0)
    assert last_done.waits == [10]

    program.check(program.LAST - 1)
    assert not last_done.is_set()
    program.check(program.LAST)
    assert last_done.is_set()
    assert last_done.waits == [10]


def test_the_page_behind_it_is_torn() -> None:
    """And the one behind that is not."""
    with pytest.raises(ValueError, match="page 1 is torn"):
        program.check(1)
    program.check(2)

    assert program.ran == [2]
    assert [repr(error) for error in program.errors] == ["ValueError('page 1 is torn')"]


def test_a_second_error_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where map would tell of one alone."""

    class Ran(list[int]):
        def append(self, page: Any) -> None:
            if page == 7:
                raise OSError("page 7 is stuck")
            super().append(page)

    monkeypatch.setattr(program, "last_done", Event())
    monkeypatch.setattr(program, "ran", Ran())
    with pytest.raises(BaseExceptionGroup) as caught:
        program.main()

    assert sorted(map(str, caught.value.exceptions)) == ["page 1 is torn", "page 7 is stuck"]
