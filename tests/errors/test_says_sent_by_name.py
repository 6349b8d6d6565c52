"""What the entries on pickling by name and on programs without a file say besides."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from recorder.pythons.interpreters import Interpreter


def test_which_decorated_function_may_be_sent(printed: Callable[[str], str]) -> None:
    """One with `wraps`; without, or after a reload, it is refused in the words of the page."""
    said = printed("""
        import importlib
        import pickle
        import sys
        from pathlib import Path

        Path("prices.py").write_text('''
        import functools

        def careful(function):
            @functools.wraps(function)
            def wrapper(*args):
                return function(*args)
            return wrapper

        def careless(function):
            def wrapper(*args):
                return function(*args)
            return wrapper

        @careful
        def double(n):
            return 2 * n

        @careless
        def triple(n):
            return 3 * n

        class Price:
            pass
        ''')
        sys.path.insert(0, "")
        import prices

        def refused(thing):
            try:
                return pickle.loads(pickle.dumps(thing)) is not thing
            except (AttributeError, pickle.PicklingError) as error:
                text = str(error)
                return "same object" in text, "local object" in text

        print(refused(prices.double))
        print(refused(prices.triple))
        old = prices.double, prices.Price()
        importlib.reload(prices)
        print(*map(refused, old), refused(prices.double))
    """)

    assert said == "False\n(False, True)\n(True, False) (True, False) False\n"


WITHOUT_A_FILE = """
import multiprocessing
def work(): pass
child = multiprocessing.get_context({method!r}).Process(target={target})
try:
    child.start()
    child.join()
    print(child.exitcode)
except ConnectionResetError:
    print(1)
"""


@pytest.mark.parametrize(
    ("method", "target", "options", "code"),
    [
        ("spawn", "work", ["-"], "1"),
        ("spawn", "int", ["-"], "1"),
        ("forkserver", "work", ["-"], "1"),
        ("spawn", "work", ["-c"], "1"),
        ("spawn", "int", ["-c"], "0"),
        ("fork", "work", ["-"], "0"),
        ("fork", "work", ["-c"], "0"),
    ],
)
@pytest.mark.skipif("sys.platform == 'win32'", reason="it forks")
def test_what_a_child_of_a_program_without_a_file_can_run(
    method: str, target: str, options: list[str], code: str, interpreter: Interpreter
) -> None:
    """From standard input nothing but by fork; with -c what can be imported."""
    program = WITHOUT_A_FILE.format(method=method, target=target)
    by_c = options == ["-c"]
    done = subprocess.run(
        [str(interpreter.path), *options, *([program] if by_c else [])],
        input=None if by_c else program,
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip

    assert done.stdout == f"{code}\n"
    assert ("<stdin>" in done.stderr) is (not by_c and method != "fork")
