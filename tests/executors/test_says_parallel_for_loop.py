"""What the page on loops that are made parallel says."""

from __future__ import annotations

from collections.abc import Callable

from tests.made import typed

BOTH = typed("executors/parallel-for-loop")[0]


def test_the_results_are_those_of_the_loop(printed: Callable[[str], str]) -> None:
    """In the order of the list, in threads and in processes, for each shape of the table."""
    said = printed(
        BOTH
        + """
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial


def square(x, plus=0):
    return x * x + plus


def area(x, y):
    return x * y


if __name__ == "__main__":
    xs, ys = range(20), range(5, 25)
    for kind in ThreadPoolExecutor, ProcessPoolExecutor:
        with kind(3) as pool:
            assert after(xs, square, pool) == before(xs, square)
            named = dict(zip(xs, pool.map(square, xs)))
            assert named == {x: square(x) for x in xs}
            counted = list(enumerate(pool.map(square, xs)))
            assert counted == [(i, square(x)) for i, x in enumerate(xs)]
            assert list(pool.map(area, xs, ys)) == [area(x, y) for x, y in zip(xs, ys)]
            more = list(pool.map(partial(square, plus=2), xs))
            assert more == [square(x, plus=2) for x in xs]
            assert sum(pool.map(square, xs)) == sum(square(x) for x in xs)
            assert list(pool.map(square, xs, chunksize=100)) == before(xs, square)
            print("the same")
"""
    )

    assert said == "the same\nthe same\n"


def test_the_body_is_a_function_of_the_file(printed: Callable[[str], str]) -> None:
    """A lambda, and a function in a function, do not get to a process."""
    said = printed("""
        from concurrent.futures import ProcessPoolExecutor

        def main():
            def inner(x):
                return x

            with ProcessPoolExecutor(1) as pool:
                for work in (lambda x: x), inner:
                    try:
                        print(list(pool.map(work, [1])))
                    except Exception as error:
                        print("local object" in str(error))

        if __name__ == "__main__":
            main()
        """)

    assert said == "True\nTrue\n"


def test_list_raises_the_first_error(printed: Callable[[str], str]) -> None:
    """And without it, nobody hears of one."""
    said = printed("""
        from concurrent.futures import ThreadPoolExecutor

        def work(x):
            if x:
                raise ValueError(x)
            return x

        with ThreadPoolExecutor(2) as pool:
            pool.map(work, range(4))
            try:
                list(pool.map(work, range(4)))
            except ValueError as error:
                print("first", error)
        """)

    assert said == "first 1\n"
