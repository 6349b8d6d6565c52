from collections.abc import Callable
from multiprocessing import get_all_start_methods

import pytest

from recorder import find

TYPED = find("processes/prompt_pool_broken").shown


@pytest.mark.parametrize("method", get_all_start_methods())
def test_a_function_of_a_library_needs_no_file(printed: Callable[[str], str], method: str) -> None:
    """From a prompt a worker computes what it can import, by every start method."""
    library = TYPED.replace("submit(double, 21)", "submit(factorial, 5)")
    library = library.replace("pool:", "pool:\n    from math import factorial")
    named = library.replace("Executor(1)", f"Executor(1, multiprocessing.get_context('{method}'))")

    assert printed(named.replace('"""\nfrom', '"""\nimport multiprocessing\nfrom')) == "120\n"
