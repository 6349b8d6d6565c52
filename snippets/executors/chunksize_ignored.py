# /// script
# [tool.sample]
# arranged = "a barrier opens only for two at once"
# use = "executors/chunk_loses_results"
# ///
"""A thread pool ignores chunksize: two halves of one chunk meet in two
threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier


def arrive(guest: str, table: Barrier) -> str:
    table.wait(timeout=10)  # arranged
    return guest


def main() -> None:
    table = Barrier(2)  # arranged
    with ThreadPoolExecutor(max_workers=2) as pool:
        guests = ["Ada", "Bob"]
        seated = pool.map(arrive, guests, [table] * 2, chunksize=2)
        print("seated together:", *seated)


if __name__ == "__main__":
    main()
