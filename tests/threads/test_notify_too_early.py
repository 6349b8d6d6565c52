from threading import Thread

from snippets.threads.notify_too_early import Counter
from snippets.threads.notify_too_early_broken import Counter as DeafCounter


def test_a_dish_that_was_there_before_is_taken() -> None:
    """A waiter who comes after the bell still takes the dish."""
    counter = Counter()
    counter.serve("soup")

    assert counter.take() == "soup"


def test_every_waiter_gets_a_dish() -> None:
    """However cooks and waiters interleave, each waiter takes one dish, and none is left."""
    counter = Counter()
    waiters = [Thread(target=counter.take, daemon=True) for _ in range(4)]
    cooks = [Thread(target=counter.serve, args=("soup",)) for _ in range(4)]
    for thread in (*waiters, *cooks):
        thread.start()
    for thread in (*waiters, *cooks):
        thread.join(timeout=60)

    assert not any(thread.is_alive() for thread in waiters)
    assert counter.dishes == []


def test_a_ring_is_not_remembered() -> None:
    """A wait that begins after the ring gets no answer within its limit."""
    counter = DeafCounter()
    counter.serve("soup")
    with counter.bell:
        heard = counter.bell.wait(timeout=0.1)

    assert not heard
