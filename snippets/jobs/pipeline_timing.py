# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# ///
"""How long a pipeline takes whose stages wait, the middle one longest:
as a plain loop, by a pool, and with all stages at work at once."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from time import perf_counter

from pyperf import Runner

ITEMS = 100
READ, WORK, WRITE = 0.002, 0.010, 0.002


def read(items: int) -> Iterator[int]:
    for number in range(items):
        time.sleep(READ)  # stands for a source
        yield number


def work(number: int) -> int:
    time.sleep(WORK)  # stands for an answer
    return number


def write(number: int) -> None:
    time.sleep(WRITE)  # stands for a target


def plain_loop(loops: int) -> float:
    begin = perf_counter()
    for number in read(ITEMS * loops):
        write(work(number))
    return perf_counter() - begin


def turns(loops: int, workers: int) -> float:
    begin = perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        for number in pool.map(work, read(ITEMS * loops)):
            write(number)
    return perf_counter() - begin


def stages(loops: int, workers: int) -> float:
    todo = Queue[int | None](2 * workers)
    done = Queue[int | None](2 * workers)

    def reading() -> None:
        for number in read(ITEMS * loops):
            todo.put(number, timeout=60)
        for _ in range(workers):
            todo.put(None, timeout=60)

    def working() -> None:
        while (number := todo.get(timeout=60)) is not None:
            done.put(work(number), timeout=60)
        done.put(None, timeout=60)

    begin = perf_counter()
    with ThreadPoolExecutor(workers + 1) as pool:
        ends = [pool.submit(reading)]
        ends += [pool.submit(working) for _ in range(workers)]
        left = workers
        while left:
            if (number := done.get(timeout=60)) is None:
                left -= 1
            else:
                write(number)
        for end in ends:
            end.result()
    return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=2, values=3, loops=1)
    runner.bench_time_func("plain loop", plain_loop)
    runner.bench_time_func("pool of 4", turns, 4)
    for workers in 1, 4, 16:
        runner.bench_time_func(f"stages {workers}", stages, workers)


if __name__ == "__main__":
    main()
