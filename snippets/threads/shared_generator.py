"""A lock around next lets three threads draw from one generator, and
each ticket is drawn once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

TICKETS = 3000
WORKERS = 3


class OneAtATime(Iterator[int]):
    def __init__(self, inner: Iterator[int]) -> None:
        self.inner, self.lock = inner, Lock()

    def __next__(self) -> int:
        with self.lock:
            return next(self.inner)


def tickets() -> Iterator[int]:
    yield from range(TICKETS)


def main() -> None:
    roll = OneAtATime(tickets())
    with ThreadPoolExecutor(WORKERS) as pool:
        guests = [pool.submit(list, roll) for _ in range(WORKERS)]
    drawn = sorted(ticket for one in guests for ticket in one.result())
    print("tickets drawn:", len(drawn))
    print("each one once:", drawn == list(range(TICKETS)))


if __name__ == "__main__":
    main()
