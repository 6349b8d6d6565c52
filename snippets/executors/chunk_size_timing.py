# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# ///
"""How long tiny tasks take in a process pool, by the size of chunks."""

from concurrent.futures import ProcessPoolExecutor
from time import perf_counter

from pyperf import Runner

TASKS = 4096
SIZES = 1, 4, 16, 64, 256, 1024, 4096


def seconds(loops: int, chunksize: int) -> float:
    numbers = [-1] * TASKS * loops
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(abs, numbers[:100]))
        begin = perf_counter()
        list(pool.map(abs, numbers, chunksize=chunksize))
        return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=3, values=4, loops=1)
    for size in SIZES:
        runner.bench_time_func(f"chunk {size}", seconds, size)


if __name__ == "__main__":
    main()
