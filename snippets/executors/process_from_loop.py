# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""The event loop hands computing to a process pool and lives on
meanwhile."""

import asyncio
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import getpid


def sum_squares(limit: int) -> tuple[int, int]:
    return sum(n * n for n in range(limit)), getpid()


async def compute(pool: ProcessPoolExecutor) -> None:
    loop = asyncio.get_running_loop()
    jobs = [
        loop.run_in_executor(pool, sum_squares, limit)
        for limit in (1000, 2000)
    ]
    for total, pid in await asyncio.gather(*jobs):
        print(total, "in another process:", pid != getpid())


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        asyncio.run(compute(pool))


if __name__ == "__main__":
    main()
