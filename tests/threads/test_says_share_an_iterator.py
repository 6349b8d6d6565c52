"""What the page "Share an iterator between threads" says, beyond what its programs show."""

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from recorder.pythons.interpreters import Interpreter

RACE = """
import collections, sys, tempfile, threading
N = 20_000
def race(shared):
    parts, all_here = [[] for _ in range(4)], threading.Barrier(4)
    def draw(part):
        all_here.wait(30)
        part.extend(item for item in shared)
    threads = [threading.Thread(target=draw, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drawn = collections.Counter(item for part in parts for item in part)
    return max(drawn.values()) > 1, len(drawn) < N
sys.setswitchinterval(1e-6)
"""
CONTAINERS = """
makers = [
    lambda: iter(list(range(N))), lambda: iter(tuple(range(N))), lambda: iter({*range(N)}),
    lambda: zip(range(N)), lambda: map(int, range(N)), lambda: enumerate(range(N)),
]
seen = [race(make()) for make in makers for _ in range(2)]
print(any(twice for twice, _ in seen), any(out for _, out in seen))
"""
NUMBERED = """
twice = out = False
for _ in range(600):
    a, b = race(map(lambda pair: pair[0], enumerate([None] * N)))
    twice, out = twice or a, out or b
    if twice and out:
        break
print(twice, out)
"""
FILE = """
def torn():
    with tempfile.TemporaryFile("w+") as file:
        whole = [f"{number:06}\\n" for number in range(N)]
        file.writelines(whole)
        file.seek(0)
        lines = []
        class Kept:
            def __iter__(self):
                for line in file:
                    lines.append(line)
                    yield line
        return race(Kept())[1] or set(lines) != set(whole)
print(any(torn() for _ in range(300)))
"""


def printed(python: str, code: str) -> str:
    """What a child of this interpreter prints."""
    child = subprocess.run(
        [python, "-c", RACE + code], capture_output=True, text=True, timeout=120, check=True
    )
    return child.stdout.strip()


@pytest.mark.skipif(
    not getattr(sys, "_is_gil_enabled", lambda: True)(), reason="no GIL in this process"
)
def test_with_the_gil_each_item_comes_once() -> None:
    """Of six kinds of iterator, drawn from by four threads that take turns at every chance."""
    assert printed(sys.executable, CONTAINERS) == "False False"


def test_without_the_gil_items_come_twice_or_are_left_out(free_threaded: Interpreter) -> None:
    """Four threads draw from one enumerate until it went wrong in either way: soon, if it can."""
    assert printed(free_threaded.path, NUMBERED) == "True True"


def test_lines_of_a_file_are_torn_or_left_out() -> None:
    """Four threads loop over one open text file; until a round went wrong: about one in two."""
    assert printed(sys.executable, FILE) == "True"


def test_a_tee_refuses_a_second_thread() -> None:
    """While one thread is inside, the other half raises RuntimeError in a second one."""
    inside, go_on = Event(), Event()

    def stream() -> Iterator[int]:
        inside.set()
        go_on.wait(30)
        yield 1

    one, other = itertools.tee(stream())
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(next, one)
        try:
            assert inside.wait(30)
            with pytest.raises(RuntimeError):
                next(other)
        finally:
            go_on.set()
        assert first.result(timeout=60) == 1


def test_map_takes_all_items_before_the_first_result() -> None:
    """The generator is through when the call returns, while no task has an answer yet."""
    taken, go_on = list[int](), Event()

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(1) as pool:
        results = pool.map(lambda number: go_on.wait(30) and number, items())
        ahead = len(taken)
        go_on.set()
        assert next(results) == 0

    assert ahead == 100


def test_whoever_asks_again_meets_the_next_error() -> None:
    """A hundred tries around `next` come to a hundred errors while the first thread is inside."""
    inside, go_on, errors = Event(), Event(), list[str]()

    def stream() -> Iterator[int]:
        inside.set()
        go_on.wait(30)
        yield 1

    shared = stream()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(next, shared)
        try:
            assert inside.wait(30)
            for _ in range(100):
                try:
                    next(shared)
                except ValueError as error:
                    errors.append(str(error))
        finally:
            go_on.set()

    assert errors == ["generator already executing"] * 100


@pytest.mark.parametrize("around", [zip, enumerate, lambda items: map(str, items)])
def test_what_goes_round_a_generator_is_refused_as_it_is(
    around: Callable[[Iterator[int]], Iterator[object]],
) -> None:
    """A second thread meets the generator's own error through it."""
    inside, go_on = Event(), Event()

    def stream() -> Iterator[int]:
        inside.set()
        go_on.wait(30)
        yield 1

    shared = around(stream())
    with ThreadPoolExecutor(1) as pool:
        pool.submit(next, shared)
        try:
            assert inside.wait(30)
            with pytest.raises(ValueError, match="generator already executing"):
                next(shared)
        finally:
            go_on.set()


def test_enumerate_numbers_the_items_of_a_class_wrongly() -> None:
    """The second item gets the first number, since the first thread is not back yet."""
    inside, go_on = Event(), Event()

    class Items:
        def __init__(self) -> None:
            self.given = 0

        def __iter__(self) -> "Items":
            return self

        def __next__(self) -> str:
            self.given += 1
            if self.given > 1:
                return "second"
            inside.set()
            go_on.wait(30)
            return "first"

    numbered = enumerate(Items())
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(next, numbered)
        try:
            assert inside.wait(30)
            second = next(numbered)
        finally:
            go_on.set()
        assert (first.result(60), second) == ((1, "first"), (0, "second"))
