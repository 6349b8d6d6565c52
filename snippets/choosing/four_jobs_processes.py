# /// script
# [tool.sample]
# arranged = "a barrier lets four processes begin together"
# use = "executors/same_code_processes"
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""Four processes do four downloads at once, and four sums as well."""

import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import Barrier, synchronize
from threading import BrokenBarrierError
from time import sleep

JOBS = range(1, 5)
all_there: list[synchronize.Barrier] = []


def share(door: synchronize.Barrier) -> None:
    all_there.append(door)


def meet() -> None:
    with suppress(BrokenBarrierError):
        all_there[0].wait(timeout=10)  # arranged


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
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    door = Barrier(len(JOBS))
    with ProcessPoolExecutor(len(JOBS), None, share, (door,)) as pool:
        print("pages:", len(list(pool.map(download, JOBS))))
        print("sums: ", len(list(pool.map(compute, JOBS))))


if __name__ == "__main__":
    main()
