# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""One function runs in either pool; only processes run it elsewhere."""

from concurrent.futures import (
    Executor,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from os import getpid


def sum_squares(limit: int) -> tuple[int, int]:
    return sum(n * n for n in range(limit)), getpid()


def report(pool: Executor) -> None:
    with pool:
        done = list(pool.map(sum_squares, [1000, 2000, 3000]))
    print(type(pool).__name__, *(total for total, _ in done))
    here = sum(pid == getpid() for _, pid in done)
    print(f"  run in this process: {here} of {len(done)}")


def main() -> None:
    report(ProcessPoolExecutor(max_workers=2))
    report(ThreadPoolExecutor(max_workers=2))


if __name__ == "__main__":
    main()
