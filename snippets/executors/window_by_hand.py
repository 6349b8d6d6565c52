"""A queue of futures brakes the input on every version."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor

taken: list[int] = []


def letters() -> Iterator[int]:
    for number in range(1000):  # stands for a feed without an end
        taken.append(number)
        yield number


def stamp(number: int) -> str:
    return f"letter {number} stamped"


def stamp_all(pool: Executor, feed: Iterable[int]) -> Iterator[str]:
    window: deque[Future[str]] = deque()
    for number in feed:
        window.append(pool.submit(stamp, number))
        if len(window) > 4:
            yield window.popleft().result()
    yield from (future.result() for future in window)


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        stamped = stamp_all(pool, letters())
        print(next(stamped))
        print("letters taken so far:", len(taken))


if __name__ == "__main__":
    main()
