# /// script
# [tool.sample]
# arranged = "a barrier lets four threads begin together"
# use = "executors/results_in_order"
# [tool.sample.variants.no_gil]
# gil = false
# ///
"""Four threads do four downloads at once, and four sums by turns if
there is a GIL."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

JOBS = range(1, 5)
all_there = Barrier(len(JOBS))


def download(job: int) -> str:
    all_there.wait(timeout=10)  # arranged
    sleep(0.1)  # stands for the wait for a server
    return f"page {job}"


def compute(job: int) -> int:
    all_there.wait(timeout=10)  # arranged
    total = 0
    for number in range(100_000):
        total += number
    return total


def main() -> None:
    with ThreadPoolExecutor(max_workers=len(JOBS)) as pool:
        print("pages:", len(list(pool.map(download, JOBS))))
        print("sums: ", len(list(pool.map(compute, JOBS))))
    print("GIL:  ", getattr(sys, "_is_gil_enabled", lambda: True)())


if __name__ == "__main__":
    main()
