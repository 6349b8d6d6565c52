# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# ///
"""How much faster several threads wait, hash and sort than one does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from time import perf_counter, sleep

from pyperf import Runner

BLOCK = bytes(4 * 2**20)
NUMBERS = [number * 7919 % 50_000 for number in range(50_000)]


def wait(task: int) -> None:
    sleep(0.004)  # stands for the answer of a server


def hash_block(task: int) -> None:
    sha256(BLOCK).digest()


def sort_numbers(task: int) -> None:
    sorted(NUMBERS)


def seconds(
    loops: int, task: Callable[[int], None], tasks: int, threads: int
) -> float:
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(task, range(threads)))
        begin = perf_counter()
        list(pool.map(task, range(tasks * loops)))
        return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=3, values=4, loops=1)
    for threads in 1, 2, 4, 8, 16, 32, 64:
        key = f"wait {threads}"
        runner.bench_time_func(key, seconds, wait, 64, threads)
    for threads in 1, 2, 4:
        for name, task in ("hash", hash_block), ("sort", sort_numbers):
            key = f"{name} {threads}"
            runner.bench_time_func(key, seconds, task, 16, threads)


if __name__ == "__main__":
    main()
