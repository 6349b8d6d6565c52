"""What the page "Hear of every error in a Pool" says and no program of it shows."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="it was run on Linux")

START = """
import logging, threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool, TimeoutError

def half(number):
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2

def wrong(_):
    raise KIND("in the callback")

def main():
    ended = []
    threading.excepthook = lambda told: ended.append(told.thread.name)
BODY

if __name__ == "__main__":
    main()
"""
AFTER = """
    with Pool(1) as pool:
        for call in (
            lambda: pool.apply_async(half, (GIVEN,), callback=CALLBACK, error_callback=ERROR),
            lambda: pool.apply_async(half, (8,)),
        ):
            try:
                print(call().get(timeout=5))
            except TimeoutError:
                print("late")
        print("ended:", [name.partition("(")[2] for name in ended])
        block = threading.Thread(target=lambda: (pool.close(), pool.join()), daemon=True)
        block.start()
        block.join(timeout=5)
        print("join hangs:", block.is_alive())
        try:
            pool.terminate()
            print("terminated")
        except AssertionError as error:
            print(str(error).replace("hander", "handler"))
        import os
        os._exit(print(flush=True) or 0)
"""


def text(body: str, kind: str = "ValueError") -> str:
    """The program with one body."""
    return START.replace("BODY", body).replace("KIND", kind)


def test_an_error_that_nobody_asks_for(printed: Callable[[str], str]) -> None:
    """Of a task, and of arguments that cannot be pickled; the program ends well."""
    said = printed(
        text("""
    with Pool(1) as pool:
        tasks = [pool.apply_async(half, (each,)) for each in (3, threading.Lock(), 4)]
        pool.close()
        pool.join()
    print("done")
    for task in tasks:
        try:
            print(task.get(timeout=20))
        except Exception as error:
            print(type(error).__name__)
""")
    )

    assert said.split() == ["done", "ValueError", "TypeError", "2"]


def test_the_error_callback_is_told(printed: Callable[[str], str]) -> None:
    """In place of the callback, by each of the three."""
    said = printed(
        text("""
    told = []
    with Pool(1) as pool:
        how = {"callback": print, "error_callback": lambda error: told.append(str(error))}
        pool.apply_async(half, (3,), **how)
        pool.map_async(half, [2, 5, 4], **how)
        pool.starmap_async(half, [(2,), (7,)], **how)
        pool.close()
        pool.join()
    print(sorted(told))
""")
    )

    assert said == "['3 is odd', '5 is odd', '7 is odd']\n"


@pytest.mark.parametrize(("given", "which"), [("8", "CALLBACK"), ("7", "ERROR")])
def test_a_callback_that_raises(printed: Callable[[str], str], given: str, which: str) -> None:
    """The thread of the results ends, no result comes, and the pool does not end."""
    body = AFTER.replace("GIVEN", given).replace(which, "wrong")
    said = printed(text(body.replace("CALLBACK", "None").replace("ERROR", "None")))

    assert said.split("\n")[:5] == [
        "late",
        "late",
        "ended: ['_handle_results)']",
        "join hangs: True",
        "Cannot have cache with result_handler not alive",
    ]


def test_a_key_error_is_swallowed(printed: Callable[[str], str]) -> None:
    """That task has no result, and the next one has."""
    body = AFTER.replace("GIVEN", "8").replace("CALLBACK", "wrong").replace("ERROR", "None")
    said = printed(text(body, "KeyError"))

    assert said.split("\n")[:3] == ["late", "4", "ended: []"]


def test_an_executor_goes_on(printed: Callable[[str], str]) -> None:
    """What a function of `add_done_callback` raises is logged."""
    said = printed(
        text("""
    logging.basicConfig(format="%(message)s", handlers=[logging.NullHandler()])
    seen = []
    logging.getLogger("concurrent.futures").addFilter(lambda record: seen.append(1))
    with ProcessPoolExecutor(1) as pool:
        task = pool.submit(half, 8)
        task.add_done_callback(wrong)
        print(task.result(20), pool.submit(half, 6).result(20))
    print("logged:", len(seen))
""")
    )

    assert said == "4 3\nlogged: 1\n"
