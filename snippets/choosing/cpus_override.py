# /// script
# requires-python = ">=3.13"
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
    table = Barrier(seats)
    with ThreadPoolExecutor() as pool:
        guests = list(pool.map(lambda _: table.wait(60), range(seats)))
    print("threads of the pool at one table:", len(guests))


if __name__ == "__main__":
    main()
