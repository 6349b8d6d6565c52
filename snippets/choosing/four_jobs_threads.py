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
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from time import sleep

JOBS = range(1, 5)
all_there = Barrier(len(JOBS))


def meet() -> None:
    with suppress(BrokenBarrierError):
        all_there.wait(timeout=10)  # arranged


def download(job: int) -> str:
    meet()
    sleep(0.1)  # stands for the wait for a server
    return f"page {job}"


def compute(job: int) -> int:
    meet()
    total = 0
    for number in range(25_000):
        total += number
    return total


def main() -> None:
    with ThreadPoolExecutor(max_workers=len(JOBS)) as pool:
        print("pages:", len(list(pool.map(download, JOBS))))
        print("sums: ", len(list(pool.map(compute, JOBS))))
    print("GIL:  ", getattr(sys, "_is_gil_enabled", lambda: True)())


if __name__ == "__main__":
    main()
