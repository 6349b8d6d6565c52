# /// script
# requires-python = ">=3.13"
# [tool.sample]
# arranged = "a barrier opens only for as many as the pool has"
# use = "choosing/cpus_usable"
# ///
"""A variable in the environment sets both counts, and the default size
of a pool follows."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier


def main() -> None:
    print("cpu_count():", os.cpu_count())
    print("process_cpu_count():", os.process_cpu_count())
    seats = 3 + 4
    table = Barrier(seats)  # arranged
    with ThreadPoolExecutor() as pool:
        waits = [pool.submit(table.wait, 10) for _ in range(seats)]
        guests = [wait.result() for wait in waits]
    print("threads of the pool at one table:", len(guests))


if __name__ == "__main__":
    main()
