# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""A window of futures feeds processes as fast as you take their
results."""

import signal
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

taken: list[int] = []


def letters() -> Iterator[int]:
    for number in range(1000):  # stands for a feed without an end
        taken.append(number)
        yield number


def stamp(number: int) -> str:
    return f"letter {number} stamped"


def stamp_all(pool: ProcessPoolExecutor) -> Iterator[str]:
    window: deque[Future[str]] = deque()
    for number in letters():
        window.append(pool.submit(stamp, number))
        if len(window) > 4:
            yield window.popleft().result()
    yield from (future.result() for future in window)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        print(next(stamp_all(pool)))
        print("letters taken so far:", len(taken))


if __name__ == "__main__":
    main()
