from queue import Queue

import pytest

from snippets.threads import room_in_queue


def test_the_queue_has_room_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the second letter has to wait until the first is taken."""
    made: list[Queue[str]] = []

    def queue(maxsize: int = 0) -> Queue[str]:
        made.append(Queue(maxsize))
        return made[-1]

    # the program's own name, which is subscripted in a type hint alone
    monkeypatch.setattr(room_in_queue, "Queue", queue)
    room_in_queue.main()

    assert [one.maxsize for one in made] == [1]
