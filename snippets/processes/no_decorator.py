# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A function keeps its name, and the form that uses the pool has
another one."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor


def in_pool(function: Callable[[int], int]) -> Callable[[int], int]:
    def call(number: int) -> int:
        with ProcessPoolExecutor(max_workers=1) as pool:
            return pool.submit(function, number).result()

    return call


def double(number: int) -> int:
    return number * 2


double_in_pool = in_pool(double)


def main() -> None:
    print("the double of 21 is", double_in_pool(21))


if __name__ == "__main__":
    main()
