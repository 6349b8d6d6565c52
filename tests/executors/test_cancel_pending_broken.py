from concurrent.futures import ThreadPoolExecutor

import pytest

from snippets.executors.cancel_pending_broken import CAKES, apple_ready, bake, baked


def test_an_interrupt_waits_for_the_queue() -> None:
    """A KeyboardInterrupt leaves the with block only after every queued task has run."""
    apple_ready.set()
    baked.clear()
    with pytest.raises(KeyboardInterrupt), ThreadPoolExecutor(max_workers=1) as oven:
        for cake in CAKES:
            oven.submit(bake, cake)
        raise KeyboardInterrupt

    assert baked == CAKES
