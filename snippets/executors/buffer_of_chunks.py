# /// script
# requires-python = ">=3.14"
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""In a process pool, buffersize counts chunks and not the items in
them."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

taken: list[int] = []


def debts() -> Iterator[int]:
    for number in range(10_000):
        taken.append(number)
        yield -number


def main() -> None:
    with ProcessPoolExecutor(max_workers=2) as pool:
        paid = pool.map(abs, debts(), chunksize=100, buffersize=4)
        print("the first one:", next(paid))
        print("debts taken so far:", len(taken))


if __name__ == "__main__":
    main()
