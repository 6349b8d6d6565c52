import subprocess
from pathlib import Path

import pytest

from recorder.pythons.interpreters import find_all

#: A module of one's own, with errors that can be rebuilt and one that cannot.
ERRORS = """
flag = "as in the file"


class Plain(Exception):
    pass


class Torn(Exception):
    def __init__(self, page, book):
        super().__init__(page)
"""
#: Sends many things to an interpreter, and says what became of each.
SENDING = """
import functools
import pickle
import threading
from concurrent.futures import InterpreterPoolExecutor

import errors

basket = ["bread"]
factor = 2


def same(thing):
    return thing


def add(things):
    things.append("milk")
    return things


def double(number):
    return number * factor


def flag():
    import errors
    return errors.flag


def fail(name):
    import errors
    known = {"Plain": errors.Plain, "Value": ValueError, "Memory": MemoryError}
    raise known.get(name, lambda _: errors.Torn(1, 2))(name)


def main():
    def inner(number):
        return number + 1

    def with_default(number, more=1):
        return number + more

    def outer_variable(number):
        return number + len(basket)

    errors.flag = "set by main"
    calls = {
        "lock": (same, threading.Lock()),
        "tuple of a list": (same, (1, ["bread"])),
        "tuple of a lock": (same, (1, threading.Lock())),
        "list": (add, basket),
        "by name": (double, 3),
        "inner": (inner, 3),
        "lambda": (lambda number: number + 1, 3),
        "default": (with_default, 3),
        "closure": (lambda number, /: inner(number), 3),
        "module": (flag,),
        "plain error": (fail, "Plain"),
        "library's error": (fail, "Value"),
        "torn error": (fail, "Torn"),
        "memory error": (fail, "Memory"),
    }
    with InterpreterPoolExecutor(1) as pool:
        for name, call in calls.items():
            future = pool.submit(*call)
            error = future.exception(timeout=60)
            print(f"{name}:", type(error).__name__ if error else future.result())
    print("mine:", basket)


if __name__ == "__main__":
    main()
"""
SENT = """
lock: NotShareableError
tuple of a list: (1, ['bread'])
tuple of a lock: NotShareableError
list: ['bread', 'milk']
by name: 6
inner: 4
lambda: 4
default: NotShareableError
closure: NotShareableError
module: as in the file
plain error: Plain
library's error: ValueError
torn error: NotShareableError
memory error: None
mine: ['bread']
"""
#: A file that imports at its top what refuses interpreters, curses in place of NumPy.
REFUSED = """
import curses
import pickle
from concurrent.futures import InterpreterPoolExecutor, ProcessPoolExecutor

factor = 2


def alone(number):
    return number * 2


def by_global(number):
    return number * factor


def load(data):
    import pickle
    return pickle.loads(data)


if __name__ == "__main__":
    with InterpreterPoolExecutor(1) as pool:
        for call in (
            (alone, 3),
            (by_global, 3),
            (alone, curses.error),
            (load, pickle.dumps(curses.error)),
        ):
            future = pool.submit(*call)
            error = future.exception(timeout=60)
            print(type(error).__name__ if error else future.result())
    with ProcessPoolExecutor(1) as pool:
        print(pool.submit(load, pickle.dumps(curses.error)).result(timeout=60).__name__)
"""
#: Two interpreters count in one view of bytes, until an update is lost.
COUNTING = """
from concurrent.futures import InterpreterPoolExecutor, wait

UPDATES = 50_000


def count(view, updates):
    numbers = view.cast("q")
    for _ in range(updates):
        numbers[0] += 1


if __name__ == "__main__":
    with InterpreterPoolExecutor(2) as pool:
        for _ in range(100):
            page = bytearray(8)
            wait([pool.submit(count, memoryview(page), UPDATES) for _ in range(2)])
            if int.from_bytes(page, "little") < 2 * UPDATES:
                print("an update was lost")
                break
"""

#: Two workers that are at work together say who they are.
WORKERS = """
import os
from concurrent import interpreters
from concurrent.futures import InterpreterPoolExecutor

said, go = interpreters.create_queue(), interpreters.create_queue()


def say(said, go):
    import os
    from concurrent import interpreters
    said.put(interpreters.get_current().id)
    go.get(timeout=60)
    return os.getpid()


if __name__ == "__main__":
    with InterpreterPoolExecutor(2) as pool:
        tasks = [pool.submit(say, said, go) for _ in range(2)]
        there = {said.get(timeout=60) for _ in range(2)}
        for _ in range(2):
            go.put("on")
        print(len(there | {interpreters.get_current().id}))
        print({task.result(timeout=60) for task in tasks} == {os.getpid()})
"""


def told(folder: Path, source: str) -> str:
    """What a program prints on a Python that has interpreters."""
    found, _ = find_all(["3.14"])
    if not found:
        pytest.skip("no Python 3.14 here")
    (folder / "errors.py").write_text(ERRORS, encoding="utf-8")
    path = folder / "subject.py"
    path.write_text(source, encoding="utf-8")
    done = subprocess.run(
        [found["3.14"].path, str(path)], capture_output=True, text=True, timeout=120
    )
    assert not done.returncode, done.stderr
    return done.stdout


def test_what_travels_to_an_interpreter(tmp_path: Path) -> None:
    """What is pickled arrives as a copy; functions, modules and errors do as the page says."""
    assert told(tmp_path, SENDING).split("\n") == SENT.lstrip().split("\n")


def test_each_thread_runs_an_interpreter_of_its_own(tmp_path: Path) -> None:
    """Two workers and the program are three interpreters of one process."""
    assert told(tmp_path, WORKERS).split() == ["3", "True"]


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no curses")
def test_a_file_whose_import_is_refused(tmp_path: Path) -> None:
    """A function that uses a global fails, and so does what the package is needed to unpickle."""
    assert told(tmp_path, REFUSED).split() == [
        "6",
        "NotShareableError",
        "NotShareableError",
        "ImportError",
        "error",
    ]


def test_updates_of_a_view_are_lost(tmp_path: Path) -> None:
    """Interpreters have no GIL in common that keeps them whole."""
    assert told(tmp_path, COUNTING) == "an update was lost\n"
