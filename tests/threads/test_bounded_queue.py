from queue import Queue
from threading import Event, Thread

import pytest

from snippets.threads.bounded_queue import PAGES, write


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_the_writer_is_never_further_ahead(limit: int) -> None:
    """The writer who is held up has filled the queue to its limit, and no further."""
    todo, held_up = Queue[str](limit), Event()
    writer = Thread(target=write, args=(todo, held_up), daemon=True)
    writer.start()
    assert held_up.wait(timeout=60)
    held = todo.qsize()
    pages = [todo.get(timeout=60) for _ in PAGES]
    writer.join(timeout=60)

    assert held == limit
    assert pages == PAGES


def test_a_writer_who_was_never_held_up_says_that_it_is_done() -> None:
    """The reader, who waits for that, would else give up."""
    todo, held_up = Queue[str](len(PAGES) + 1), Event()
    write(todo, held_up)

    assert held_up.is_set()
    assert todo.qsize() == len(PAGES)
