"""What the page "Run Python without the GIL" says, beyond what its programs show."""

import os
import subprocess
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter

BARE = """
import threading
def lost():
    space = {"all_here": threading.Barrier(2)}
    exec('''
counter = 0
def work():
    global counter
    all_here.wait(30)
    for _ in range(200_000):
        counter += 1
''', space)
    threads = [threading.Thread(target=space["work"]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return space["counter"] < 400_000
print(any(lost() for _ in range(50)))
"""


def printed(python: Interpreter, code: str, **variables: str) -> str:
    """What a child of this interpreter prints."""
    child = subprocess.run(
        [python.path, "-c", code],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return child.stdout.strip()


def test_the_variable_turns_the_gil_on(free_threaded: Interpreter) -> None:
    """PYTHON_GIL=1 as well as -X gil=1; with 0 it stays off."""
    ask = "import sys; print(sys._is_gil_enabled())"

    assert printed(free_threaded, ask, PYTHON_GIL="1") == "True"
    assert printed(free_threaded, ask, PYTHON_GIL="0") == "False"


def test_the_bare_loop_loses_without_the_gil(free_threaded: Interpreter) -> None:
    """Of fifty rounds one at least; with the GIL none did, on any Python."""
    assert printed(free_threaded, BARE, PYTHON_GIL="0") == "True"


def test_modules_in_python_leave_the_gil_off(free_threaded: Interpreter, tmp_path: Path) -> None:
    """A file of one's own, imported, and a package around it."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("from shop import cakes\n")
    (tmp_path / "shop" / "cakes.py").write_text("PRICE = 3\n")
    ask = "import sys; import shop; print(shop.cakes.PRICE, sys._is_gil_enabled())"

    assert printed(free_threaded, ask, PYTHONPATH=str(tmp_path)) == "3 False"


def test_what_has_a_count_of_its_users(free_threaded: Interpreter) -> None:
    """Constants of the code and functions, classes and modules do not; objects and methods do."""
    ask = """
import math, sys
class Shop:
    def price(self): return 3
def work(): pass
shop = Shop()
print(*(sys._is_immortal(value) for value in (7, None, True, 'two cakes', 3.25)))
print(*(sys.getrefcount(value) > 1 << 30 for value in (work, Shop, math)))
print(*(sys.getrefcount(value) < 1 << 10 for value in (shop, shop.price, [object()][0])))
"""

    assert set(printed(free_threaded, ask).split()) == {"True"}


def test_which_wheels_fit_without_the_gil(free_threaded: Interpreter) -> None:
    """Those of this build and those of plain Python; none of the stable ABI with the GIL."""
    command = [free_threaded.path, "-m", "pip", "debug", "--verbose"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if run.returncode:
        pytest.skip("no pip beside the free-threaded Python")
    kinds = {tag[1] for line in run.stdout.splitlines() if len(tag := line.strip().split("-")) == 3}

    assert {"cp314t", "abi3t", "none"} <= kinds
    assert not {"cp314", "abi3"} & kinds
