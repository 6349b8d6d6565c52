"""What the page on results that a Pool cannot send back says."""

from collections.abc import Callable

import pytest

from tests.made import typed

METHODS = pytest.mark.parametrize(
    "method",
    [
        "spawn",
        pytest.param("fork", marks=pytest.mark.skipif("sys.platform == 'win32'")),
        pytest.param("forkserver", marks=pytest.mark.skipif("sys.platform == 'win32'")),
    ],
)
#: Tasks that return or raise what cannot be pickled, and one that is well.
TASKS = """
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


class Empty(Exception):
    pass


def generator(n):
    return (letter for letter in "ab")


def lock(n):
    return threading.Lock()


def file(n):
    return open(os.devnull)


def price(n):
    return lambda pieces: n * pieces


def compute(n):
    raise Empty(f"till {n}", threading.Lock())


RECIPE

def told(call, *words):
    try:
        call(*words)
    except Exception as error:
        start = str(error).partition("Reason: ")
        print(type(error).__name__, start[0].partition(" at 0x")[0], start[2])


if __name__ == "__main__":
    context = get_context("METHOD")
""".replace("RECIPE", *typed("processes/results-that-stay-behind"))


@METHODS
def test_what_a_pool_cannot_send_back(printed: Callable[[str], str], method: str) -> None:
    """It names the value, or that it was an exception, and goes on with the worker it has."""
    said = printed(
        TASKS.replace("METHOD", method)
        + """
    with context.Pool(1) as pool:
        worker = pool.apply(os.getpid)
        for task in (generator, lock, file, price, compute):
            told(pool.apply, task, (1,))
        told(pool.map, generator, (1,))
        print(pool.apply(os.getpid) == worker)
"""
    ).splitlines()
    sent = "MaybeEncodingError Error sending result: '"

    assert [line.startswith(sent) for line in said] == [True] * 6 + [False]
    assert said[0].startswith(f"{sent}<generator object") and "'generator' object" in said[0]
    assert "_thread.lock' object" in said[1] and "TextIOWrapper' " in said[2]
    assert said[3].startswith(f"{sent}<function price.<locals>.<lambda>")
    assert said[4].startswith(f"{sent}<multiprocessing.pool.ExceptionWithTraceback object")
    assert "_thread.lock' object" in said[4] and "Empty" not in said[4]
    assert said[5].startswith(f"{sent}[<generator object")
    assert said[6] == "True"


@METHODS
def test_its_text_arrives(printed: Callable[[str], str], method: str) -> None:
    """Of the error that the message hides; in the parent the function shows it itself."""
    said = printed(
        TASKS.replace("METHOD", method)
        + """
    told(compute, 1)
    with context.Pool(1) as pool:
        try:
            pool.apply(work, (1,))
        except RuntimeError as error:
            print("Empty: ('till 1', " in str(error), "in compute" in str(error))
"""
    ).splitlines()

    assert said[0].startswith("Empty ('till 1'") and said[1:] == ["True True"]


@METHODS
def test_an_executor_raises_the_error_of_pickling(
    printed: Callable[[str], str], method: str
) -> None:
    """And goes on too."""
    said = printed(
        TASKS.replace("METHOD", method)
        + """
    with ProcessPoolExecutor(1, context) as pool:
        worker = pool.submit(os.getpid).result()
        told(pool.submit(generator, 1).result)
        told(pool.submit(compute, 1).result)
        print(pool.submit(os.getpid).result() == worker)
"""
    ).splitlines()

    assert said[0].strip() == "TypeError cannot pickle 'generator' object"
    assert said[1].strip() == "TypeError cannot pickle '_thread.lock' object"
    assert said[2] == "True"
