from queue import Queue
from threading import Event, Thread

import pytest

from snippets.threads.bounded_queue import bake


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_the_baker_is_never_further_ahead(limit: int) -> None:
    """The baker who is held up has filled the shelf to its limit, and no further."""
    shelf, held_up = Queue[int](limit), Event()
    baker = Thread(target=bake, args=(shelf, held_up), daemon=True)
    baker.start()
    assert held_up.wait(timeout=60)
    held = shelf.qsize()
    loaves = [shelf.get(timeout=60) for _ in range(6)]
    baker.join(timeout=60)

    assert held == limit
    assert loaves == list(range(6))
