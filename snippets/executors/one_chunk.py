# /// script
# [tool.sample]
# arranged = "a barrier opens only for two at once"
# use = "executors/chunk_loses_results"
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""A chunk for each worker gives both something to do, and they meet at
the table."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Barrier, synchronize

tables: list[synchronize.Barrier] = []


def share(table: synchronize.Barrier) -> None:
    tables.append(table)


def arrive(guest: str) -> str:
    tables[0].wait(timeout=10)  # arranged
    return guest


def main() -> None:
    table, guests = Barrier(2), ["Ada", "Bob"]  # arranged
    print("guests:", len(guests), flush=True)
    with ProcessPoolExecutor(2, None, share, (table,)) as pool:
        seated = pool.map(arrive, guests, chunksize=1)
        print("seated together:", *seated)


if __name__ == "__main__":
    main()
