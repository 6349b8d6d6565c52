from concurrent.futures import ThreadPoolExecutor

import pytest

from snippets.executors.cancel_pending_broken import FILMS, convert, converted, may_end


def test_an_interrupt_waits_for_the_queue() -> None:
    """A KeyboardInterrupt leaves the with block only after every queued task has run."""
    may_end.set()
    converted.clear()
    with pytest.raises(KeyboardInterrupt), ThreadPoolExecutor(max_workers=1) as pool:
        for film in FILMS:
            pool.submit(convert, film)
        raise KeyboardInterrupt

    assert converted == FILMS
