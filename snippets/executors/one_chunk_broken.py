# /// script
# [tool.sample]
# expect = "hang"
# ///
"""One chunk for everything goes to one worker: the other has nothing to
do, and never comes to the table."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Barrier, synchronize

tables: list[synchronize.Barrier] = []


def share(table: synchronize.Barrier) -> None:
    tables.append(table)


def arrive(guest: str) -> str:
    tables[0].wait()  # opens only for two at once
    return guest


def main() -> None:
    table, guests = Barrier(2), ["Ada", "Bob"]
    print("guests:", len(guests), flush=True)
    with ProcessPoolExecutor(2, None, share, (table,)) as pool:
        seated = pool.map(arrive, guests, chunksize=2)
        print("seated together:", *seated)


if __name__ == "__main__":
    main()
