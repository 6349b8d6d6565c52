from multiprocessing import get_context

from snippets.choosing.tiny_tasks import CountingPool, add_tax


def test_results_are_those_of_the_plain_loop() -> None:
    """Chunks change the number of messages, and neither a result nor its place."""
    with CountingPool(2, mp_context=get_context("spawn")) as pool:
        taxed = list(pool.map(add_tax, range(10), chunksize=4, timeout=60))

    assert taxed == [add_tax(price) for price in range(10)]
    assert pool.sent == 3
