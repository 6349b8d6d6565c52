from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_all_start_methods
from typing import TYPE_CHECKING

import pytest

from shelf import find

if TYPE_CHECKING:
    from tests.processes.conftest import Changed

TYPED = find("processes/prompt_pool_broken").shown


@pytest.mark.parametrize("method", get_all_start_methods())
def test_a_function_of_a_library_needs_no_file(printed: Callable[[str], str], method: str) -> None:
    """From a prompt a worker computes what it can import, by every start method."""
    library = TYPED.replace("submit(double, 21)", "submit(factorial, 5)")
    library = library.replace("pool:", "pool:\n    from math import factorial")
    named = library.replace("Executor(1)", f"Executor(1, multiprocessing.get_context('{method}'))")

    assert printed(named.replace('"""\nfrom', '"""\nimport multiprocessing\nfrom')) == "120\n"


def test_a_reloaded_function_is_imported_again(printed: Callable[[str], str]) -> None:
    """After a reload the old function cannot travel, and a kept worker has the old file."""
    said = printed("""
        import importlib
        import sys
        from concurrent.futures import ProcessPoolExecutor
        from pathlib import Path

        file = Path(__file__).with_name("prices.py")
        sys.dont_write_bytecode = True

        def write(factor):
            file.write_text(f"def change(price):\\n    return price * {factor}\\n")

        if __name__ == "__main__":
            write(2)
            sys.path.insert(0, str(file.parent))
            import prices

            with ProcessPoolExecutor(1) as kept:
                print(kept.submit(prices.change, 21).result())
                write(100)
                old = prices.change
                importlib.reload(prices)
                print(type(kept.submit(old, 21).exception()).__name__)
                print(kept.submit(prices.change, 21).result())
            with ProcessPoolExecutor(1) as fresh:
                print(fresh.submit(prices.change, 21).result())
    """)

    assert said.split() == ["42", "PicklingError", "42", "2100"]


def test_a_task_that_fails_is_told(changed: Changed) -> None:
    """What the prompt said is handed on, and the status is 1."""
    ended = changed("processes/prompt_pool", ("def double(", "def twice("))

    assert (ended.returncode, ended.stdout) == (1, "")
    assert "cannot import name 'double'" in ended.stderr
