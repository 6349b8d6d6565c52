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
