from collections.abc import Callable
from multiprocessing import get_all_start_methods

import pytest


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="no fork on this system")
def test_a_forked_process_takes_a_lambda(printed: Callable[[str], str]) -> None:
    """The target of a forked Process is not pickled, so it may be a lambda."""
    said = printed("""
        from multiprocessing import get_context

        child = get_context("fork").Process(target=lambda: print("baked"))
        child.start()
        child.join(timeout=60)
    """)

    assert said == "baked\n"


def test_a_lambda_with_a_name_is_refused_as_well(printed: Callable[[str], str]) -> None:
    """Assigned to a global it still calls itself <lambda>, and a thread pool takes it."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

        double = lambda price: price * 2

        if __name__ == "__main__":
            for kind in ProcessPoolExecutor, ThreadPoolExecutor:
                with kind(1) as pool:
                    task = pool.submit(double, 21)
                print(type(task.exception()).__name__, "<lambda>" in str(task.exception()))
    """)

    assert said == "PicklingError True\nNoneType False\n"
