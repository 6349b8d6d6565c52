"""Although its results come one by one, imap takes all of its input:
the feed ends while one result is read."""

from collections.abc import Iterator
from multiprocessing import Pool
from threading import Event

taken: list[int] = []
feed_ended = Event()


def letters() -> Iterator[int]:
    for number in range(1000):  # stands for a feed without an end
        taken.append(number)
        yield number
    feed_ended.set()


def stamp(number: int) -> str:
    return f"letter {number} stamped"


def main() -> None:
    with Pool(1) as pool:
        stamped = pool.imap(stamp, letters())
        print(next(stamped))
        feed_ended.wait(timeout=60)
        print("letters taken so far:", len(taken))


if __name__ == "__main__":
    main()
