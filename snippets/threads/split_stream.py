# /// script
# requires-python = ">=3.15"
# ///
"""Two threads read one stream through concurrent_tee, and each of them
sees all of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import concurrent_tee

READINGS = 3000
READERS = 2


def readings() -> Iterator[int]:
    yield from range(READINGS)


def main() -> None:
    streams = concurrent_tee(readings(), READERS)
    with ThreadPoolExecutor(READERS) as pool:
        sums = list(pool.map(sum, streams))
    print("readers that saw all:", sums.count(sum(range(READINGS))))


if __name__ == "__main__":
    main()
