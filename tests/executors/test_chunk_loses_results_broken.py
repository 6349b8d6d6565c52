from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context

import pytest

from snippets.executors.chunk_loses_results_broken import LABELS, read_weight

PROCESSES = partial(ProcessPoolExecutor, mp_context=get_context("spawn"))


@pytest.mark.parametrize(("engine", "chunksize"), [(PROCESSES, 1), (ThreadPoolExecutor, 3)])
def test_all_before_the_bad_item_arrives(engine: Callable[[], Executor], chunksize: int) -> None:
    """With chunks of one, and in threads with any, map delivers all that stands before an error."""
    weights: list[int] = []
    with engine() as pool, pytest.raises(ValueError, match="oops"):
        for weight in pool.map(read_weight, LABELS, chunksize=chunksize, timeout=60):
            weights.append(weight)

    assert weights == [12, 15, 11, 14]
