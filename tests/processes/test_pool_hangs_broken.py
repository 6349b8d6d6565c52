import inspect
from collections.abc import Callable
from multiprocessing import get_context, pool

import pytest

from snippets.processes.pool_hangs_broken import crash


def test_the_pool_replaces_the_worker_and_not_the_task() -> None:
    """A new worker does the next task, and the task of the crashed one stays open."""
    with get_context("spawn").Pool(1) as workers:
        lost = workers.apply_async(crash)
        answer = workers.apply_async(len, ["bread"]).get(timeout=60)

        assert answer == 5
        assert not lost.ready()


def test_a_whole_map_is_lost_with_one_task() -> None:
    """One task that crashes keeps the whole map open, though the other is done."""
    with get_context("spawn").Pool(1) as workers:
        lost = workers.map_async(exec, ["import os; os._exit(70)", "pass"], chunksize=1)
        answer = workers.apply_async(len, ["bread"]).get(timeout=60)

        assert answer == 5
        assert not lost.ready()


@pytest.mark.parametrize("call", [pool.Pool.apply, pool.Pool.map])
def test_some_calls_take_no_limit(call: Callable[..., object]) -> None:
    """Neither apply nor map has a timeout."""
    assert "timeout" not in inspect.signature(call).parameters
