from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from snippets.executors.endless_input_broken import letters, stamp, taken


def test_chunksize_is_no_brake() -> None:
    """With chunks too, map takes all its input before the first result."""
    taken.clear()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        next(pool.map(stamp, letters(), chunksize=100, timeout=60))

    assert len(taken) == 1000
