# /// script
# requires-python = ">=3.14"
# ///
"""A list around map takes the whole feed, whatever its buffersize."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

taken: list[int] = []


def letters() -> Iterator[int]:
    for number in range(1000):  # stands for a feed without an end
        taken.append(number)
        yield number


def stamp(number: int) -> str:
    return f"letter {number} stamped"


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        stamped = list(pool.map(stamp, letters(), buffersize=4))
        print(next(iter(stamped)))
        print("letters taken so far:", len(taken))


if __name__ == "__main__":
    main()
