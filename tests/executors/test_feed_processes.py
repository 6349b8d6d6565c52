from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from snippets.executors.feed_processes import stamp, stamp_all, taken


def test_the_feed_follows_the_results() -> None:
    """After each result, four letters are taken ahead and no more."""
    taken.clear()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        stamped = list(islice(stamp_all(pool), 3))

    assert stamped == [stamp(number) for number in range(3)]
    assert len(taken) == 3 + 4
