"""What the page on what can travel says, held to runs."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_all_start_methods

import pytest

from shelf import find


@pytest.mark.parametrize("method", get_all_start_methods())
def test_both_pools_refuse_a_lambda(printed: Callable[[str], str], method: str) -> None:
    """Under each start method, also where a forked process takes it."""
    said = printed(f"""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        if __name__ == "__main__":
            context = get_context("{method}")
            with ProcessPoolExecutor(1, context) as executor, context.Pool(1) as pool:
                for task in executor.submit(lambda: 1), pool.apply_async(lambda: 1):
                    try:
                        (task.get if hasattr(task, "get") else task.result)(60)
                    except Exception as error:
                        print("lambda" in str(error) or "local object" in str(error))
    """)

    assert said == "True\nTrue\n"


def test_a_function_under_the_guard_is_missing_in_the_worker(
    printed: Callable[[str], str],
) -> None:
    """What was asked before says yes, and the worker dies of it."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        from snippets.processes.stays_behind import can_travel

        if __name__ == "__main__":
            def work():
                pass

            print(can_travel(work))
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                task = pool.submit(work)
            print(type(task.exception()).__name__)
    """)

    assert said.splitlines()[0] == "True"
    assert said.splitlines()[-1] == "BrokenProcessPool"


def test_a_chunk_carries_one_album(printed: Callable[[str], str]) -> None:
    """It is packed as a whole, and the same object in it once."""
    source = find("processes/argument_is_copied_whole").shown
    chunked = source.replace("[album] * 3, range(3))", "[album] * 3, range(3), chunksize=3)")
    assert chunked != source

    assert printed(chunked).splitlines()[0] == "whole albums sent for 3 tasks: 1"


@pytest.mark.parametrize(
    ("more", "ends"),
    [
        ("", "BrokenProcessPool"),
        ("def __reduce__(self): return again, self.args + (self.missing,)", "OutOfStock"),
    ],
)
def test_a_parameter_by_keyword_needs_reduce(
    printed: Callable[[str], str], more: str, ends: str
) -> None:
    """All arguments are handed on, and it still cannot be called with them."""
    said = printed(f"""
        from concurrent.futures import ProcessPoolExecutor

        class OutOfStock(Exception):
            def __init__(self, item, *, missing):
                super().__init__(item)
                self.missing = missing
            {more}

        def again(item, missing):
            return OutOfStock(item, missing=missing)

        def pack():
            raise OutOfStock("honey", missing=2)

        if __name__ == "__main__":
            with ProcessPoolExecutor(1) as pool:
                task = pool.submit(pack)
            print(type(task.exception()).__name__)
    """)

    assert said == f"{ends}\n"
