# /// script
# requires-python = ">=3.15"
# ///
"""Three threads draw tickets from one generator, and serialize_iterator
lets one of them in at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import serialize_iterator

TICKETS = 3000
WORKERS = 3


def tickets() -> Iterator[int]:
    yield from range(TICKETS)


def main() -> None:
    roll = serialize_iterator(tickets())
    with ThreadPoolExecutor(WORKERS) as pool:
        guests = [pool.submit(list, roll) for _ in range(WORKERS)]
    drawn = sorted(ticket for one in guests for ticket in one.result())
    print("tickets drawn:", len(drawn))
    print("each one once:", drawn == list(range(TICKETS)))


if __name__ == "__main__":
    main()
