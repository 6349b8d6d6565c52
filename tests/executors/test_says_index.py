import json
import re
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from multiprocessing import get_context
from threading import Thread, current_thread

import pytest

from shelf import ROOT

BASKET = ["bread"]


def add(basket: list[str]) -> list[str]:
    basket.append("milk")
    return basket


def test_a_free_worker_takes_the_next_call() -> None:
    """The calls of map begin in the order of the input."""
    begun: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        list(pool.map(begun.append, range(20), timeout=60))

    assert begun == list(range(20))


def test_threads_pass_an_argument_along_and_processes_copy_it() -> None:
    """A thread returns the very list that it was handed, a process a copy of it."""
    mine, sent = list(BASKET), list(BASKET)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(add, mine).result(timeout=60) is mine
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert pool.submit(add, sent).result(timeout=60) == ["bread", "milk"]

    assert (mine, sent) == (["bread", "milk"], BASKET)


def test_what_is_done_already_comes_first() -> None:
    """Wherever it stands among those that are not."""
    futures: list[Future[int]] = [Future() for _ in range(9)]
    for number in (1, 4, 7):
        futures[number].set_result(number)
    coming = as_completed(futures, timeout=60)
    first = {next(coming).result(timeout=60) for _ in range(3)}
    futures[0].set_result(0)

    assert first == {1, 4, 7}
    assert next(coming) is futures[0]


def test_linux_alone_was_run() -> None:
    """In the matrix, which the marks of each page are drawn from, no other system ran a cell."""
    matrix = json.loads((ROOT / "snippets" / "matrix.json").read_text(encoding="utf-8"))
    ran = {
        run["system"]
        for run in matrix["runs"]
        for entry in run["programs"].values()
        if any(not cell.startswith("not run") for cell in entry["cells"].values())
    }

    assert ran == {"linux"}


def test_imap_hands_a_tuple_over_whole_and_the_function_of_the_page_unpacks_it(
    printed: Callable[[str], str],
) -> None:
    """There is no istarmap; starmap unpacks, imap and imap_unordered do not; an executor may."""
    page = (ROOT / "docs" / "executors" / "progress-bar.md").read_text(encoding="utf-8")
    (unpacked,) = re.findall(r"```python\n(def unpacked.*?)```", page, re.DOTALL)

    said = printed(f"""
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from threading import Thread, current_thread
from multiprocessing.pool import Pool

def work(a, b):
    return a - b

{unpacked}
def main():
    pairs = [(number, 1) for number in range(20)]
    spawn = get_context("spawn")
    with spawn.Pool(2) as pool:
        right = pool.starmap(work, pairs)
        for way in (pool.imap, pool.imap_unordered, pool.map):
            try:
                list(way(work, pairs))
            except TypeError as error:
                print(error)
        print(list(pool.imap(unpacked, pairs)) == right)
        print(sorted(pool.imap_unordered(unpacked, pairs)) == right)
    with ProcessPoolExecutor(2, spawn) as pool:
        asked = [pool.submit(work, *pair) for pair in pairs]
        print(sorted(future.result() for future in as_completed(asked)) == right)
    print(hasattr(Pool, "istarmap"))

if __name__ == "__main__":
    main()
""")

    problem = "work() missing 1 required positional argument: 'b'\n"
    assert said == problem * 3 + "True\n" * 3 + "False\n"


def test_a_call_in_the_place_of_the_function_runs_here() -> None:
    """What it returned is submitted, which is no function, and the future says so."""
    ran: list[Thread] = []
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(ran.append(current_thread()))  # type: ignore[func-returns-value,arg-type]

    assert ran == [current_thread()]
    assert str(future.exception()) == "'NoneType' object is not callable"


def test_imap_gives_the_results_of_a_whole_chunk_at_once(printed: Callable[[str], str]) -> None:
    """Its first result comes when its last task is done; those of `map` all come at the end."""
    said = printed("""
        import sys
        import tempfile
        from multiprocessing import get_context
        from pathlib import Path

        def work(task):
            number, waits, folder = task
            if number and waits:
                limit = 6000
                while not (folder / "asked").exists() and (limit := limit - 1):
                    (folder / "waits").touch()
            if number:
                (folder / "second").touch()
            return number

        if __name__ == "__main__":
            spawn = get_context("spawn")
            for chunk in (1, 2):
                with tempfile.TemporaryDirectory() as name, spawn.Pool(1) as pool:
                    folder = Path(name)
                    tasks = [(number, chunk == 1, folder) for number in range(2)]
                    results = pool.imap(work, tasks, chunksize=chunk)
                    next(results)
                    print((folder / "second").exists())
                    (folder / "asked").touch()
                    next(results)
            with spawn.Pool(1) as pool:
                whole = pool.map(abs, [1, 2]), pool.starmap(divmod, [(3, 2)])
                print([type(results).__name__ for results in whole])
    """)

    assert said == "False\nTrue\n['list', 'list']\n"


def test_what_is_given_to_every_call_is_pickled_for_each_chunk(
    printed: Callable[[str], str],
) -> None:
    """By `partial` and by `repeat`: eight times for eight tasks, twice for two chunks."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor
        from functools import partial
        from itertools import repeat
        from multiprocessing import get_context

        class Table:
            def __getstate__(self):
                packed.append(self)
                return {}

        packed = []

        def look(table, number):
            return number

        def main():
            for method in ("spawn", "fork", "forkserver"):
                with ProcessPoolExecutor(1, get_context(method)) as pool:
                    for chunk in (1, 4):
                        for way in (
                            lambda: pool.map(partial(look, Table()), range(8), chunksize=chunk),
                            lambda: pool.map(look, repeat(Table()), range(8), chunksize=chunk),
                        ):
                            packed.clear()
                            assert list(way()) == list(range(8))
                            print(len(packed), end=" ")

        if __name__ == "__main__":
            main()
    """)

    assert said.split() == ["8", "8", "2", "2"] * 3


def test_map_is_over_where_futures_go_on() -> None:
    """Of three calls the second fails: map gives one value, and the futures two and the error."""
    with ThreadPoolExecutor(2) as pool:
        values = pool.map(int, ["1", "two", "3"], timeout=60)
        futures = [pool.submit(int, text) for text in ("1", "two", "3")]
        assert next(values) == 1
        with pytest.raises(ValueError, match="two"):
            next(values)
        assert list(values) == []
        kept = [future.exception(60) or future.result() for future in futures]

    assert (kept[0], type(kept[1]), kept[2]) == (1, ValueError, 3)
