"""The event loop hands computing to a process pool and lives on
meanwhile."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
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
    with ProcessPoolExecutor(max_workers=2) as pool:
        asyncio.run(compute(pool))


if __name__ == "__main__":
    main()
