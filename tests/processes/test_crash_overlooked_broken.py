from collections.abc import Callable
from multiprocessing import get_all_start_methods

import pytest

AS_SHOWN = """
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from snippets.processes.crash_overlooked_broken import Recipes, bake, learn

if __name__ == "__main__":
    with ProcessPoolExecutor(2, get_context("spawn"), learn, (Recipes(),)) as pool:
        pool.submit(bake)
        last = pool.submit(bake)
        print(type(last.exception(timeout=60)).__name__)
"""


def test_another_task_closes_the_gap(printed: Callable[[str], str]) -> None:
    """When one more task is submitted after it, the crash is noticed inside the block."""
    one_more = "        pool.submit(bake)\n        print"

    assert printed(AS_SHOWN.replace("        print", one_more)) == "BrokenProcessPool\n"


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="no fork on this system")
def test_a_forked_pool_has_no_gap(printed: Callable[[str], str]) -> None:
    """A forked pool has all its workers before it watches, and so overlooks no crash."""
    forked = AS_SHOWN.replace("spawn", "fork")
    crash = forked.replace("last = pool.submit(bake)", "last = pool.submit(os._exit, 70)")

    assert printed(f"import os\n{crash}") == "BrokenProcessPool\n"
