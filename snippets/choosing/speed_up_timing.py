# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# ///
"""How much faster several workers get through the same computing."""

from collections.abc import Callable
from concurrent.futures import (
    Executor,
    InterpreterPoolExecutor,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from multiprocessing import Barrier, Process
from time import perf_counter
from typing import Any

from pyperf import Runner

TASKS, STEPS = 8, 400_000


def compute(steps: int) -> int:
    return sum(step * step for step in range(steps))


def pooled(
    loops: int, kind: Callable[[int], Executor], workers: int
) -> float:
    with kind(workers) as pool:
        list(pool.map(compute, [1000] * workers * 8))
        begin = perf_counter()
        list(pool.map(compute, [STEPS] * TASKS * loops))
        return perf_counter() - begin


def share(start: Any, end: Any, tasks: int) -> None:
    start.wait()
    for _ in range(tasks):
        compute(STEPS)
    end.wait()


def alone(loops: int, workers: int) -> float:
    start, end = Barrier(workers + 1), Barrier(workers + 1)
    given = (start, end, TASKS * loops // workers)
    processes = []
    for _ in range(workers):
        processes.append(Process(target=share, args=given))
        processes[-1].start()
    start.wait()
    begin = perf_counter()
    end.wait()
    spent = perf_counter() - begin
    for process in processes:
        process.join()
    return spent


def main() -> None:
    runner = Runner(processes=2, values=4, loops=1)
    for workers in 1, 2, 4:
        runner.bench_time_func(f"limit {workers}", alone, workers)
        for name, kind in (
            ("threads", ThreadPoolExecutor),
            ("interpreters", InterpreterPoolExecutor),
            ("processes", ProcessPoolExecutor),
        ):
            key = f"{name} {workers}"
            runner.bench_time_func(key, pooled, kind, workers)


if __name__ == "__main__":
    main()
