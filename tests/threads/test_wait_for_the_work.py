from queue import Queue

import pytest


def test_one_task_done_too_many_is_an_error() -> None:
    """A queue that is told of more work than it gave out raises ValueError."""
    outbox = Queue[str]()
    outbox.put("to Ada")
    outbox.get()
    outbox.task_done()

    with pytest.raises(ValueError, match="called too many times"):
        outbox.task_done()
