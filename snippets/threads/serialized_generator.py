# /// script
# requires-python = ">=3.15"
# ///
"""Three threads draw tickets from one generator, and serialize_iterator
lets one of them in at a time."""

from collections.abc import Iterator
from threading import Barrier, Thread, serialize_iterator


def tickets(last: int) -> Iterator[int]:
    yield from range(1, last + 1)


def draw(
    roll: Iterator[int], meeting: Barrier, drawn: list[int]
) -> None:
    meeting.wait()  # all three begin together
    drawn.extend(roll)


def main() -> None:
    roll = serialize_iterator(tickets(30_000))
    meeting, drawn = Barrier(3), list[int]()
    guests = [
        Thread(target=draw, args=(roll, meeting, drawn))
        for _ in range(3)
    ]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join()
    print("tickets drawn:", len(drawn))
    print("each one once:", sorted(drawn) == list(range(1, 30_001)))


if __name__ == "__main__":
    main()
