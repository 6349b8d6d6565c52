from threading import Semaphore

import pytest

from snippets.threads import room_for_one


def test_there_is_room_for_one_where_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """One, and not as many as come to mind."""
    asked: list[int] = []

    def semaphore(value: int) -> Semaphore:
        asked.append(value)
        return Semaphore(value)

    monkeypatch.setattr(room_for_one, "Semaphore", semaphore)
    room_for_one.main()

    assert asked == [1]
