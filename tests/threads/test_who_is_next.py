from queue import PriorityQueue

import pytest


def test_a_tie_between_dicts_stays_in_the_queue() -> None:
    """A put that fails because two dicts cannot be compared leaves its item behind."""
    queue = PriorityQueue[tuple[int, dict[str, str]]]()
    queue.put((1, {"name": "alarm"}))

    with pytest.raises(TypeError, match="'<' not supported"):
        queue.put((1, {"name": "backup"}))
    assert queue.qsize() == 2
