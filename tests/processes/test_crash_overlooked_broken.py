from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context

import pytest

from snippets.processes.crash_overlooked_broken import Recipes, bake_for_ever, crash, learn


def test_another_task_closes_the_gap() -> None:
    """When one more task is submitted after it, the crash is noticed inside the block."""
    spawn = get_context("spawn")
    with ProcessPoolExecutor(2, spawn, learn, (Recipes(),)) as pool:
        pool.submit(bake_for_ever)
        crashing = pool.submit(crash)
        pool.submit(bake_for_ever)
        problem = crashing.exception(timeout=60)

    assert isinstance(problem, BrokenProcessPool)


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="no fork on this system")
def test_a_forked_pool_has_no_gap(printed: Callable[[str], str]) -> None:
    """A forked pool has all its workers before it watches, and so overlooks no crash."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context
        from snippets.processes.crash_overlooked_broken import Recipes, bake_for_ever, crash, learn

        with ProcessPoolExecutor(2, get_context("fork"), learn, (Recipes(),)) as pool:
            pool.submit(bake_for_ever)
            print(type(pool.submit(crash).exception(timeout=60)).__name__)
    """)

    assert said == "BrokenProcessPool\n"
