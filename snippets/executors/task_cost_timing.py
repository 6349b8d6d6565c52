# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# ///
"""What an executor adds to each task, and to each MiB handed over."""

from collections.abc import Callable
from concurrent.futures import (
    Executor,
    InterpreterPoolExecutor,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from os import process_cpu_count
from time import perf_counter

from pyperf import Runner

WORKERS = max(2, process_cpu_count() or 1)
MIB = 4


def seconds(
    loops: int, kind: Callable[[int], Executor], data: bytes
) -> float:
    with kind(WORKERS) as pool:
        list(pool.map(len, [b""] * 100))
        begin = perf_counter()
        list(pool.map(len, [data] * loops))
        return perf_counter() - begin


def per_mib(loops: int, kind: Callable[[int], Executor]) -> float:
    return seconds(loops, kind, bytes(MIB * 2**20)) / MIB


def break_even(loops: int, kind: Callable[[int], Executor]) -> float:
    saved = 1 - 1 / WORKERS
    return seconds(loops, kind, b"") / saved


def main() -> None:
    runner = Runner(processes=3, values=3, min_time=0.02)
    for name, kind in (
        ("threads", ThreadPoolExecutor),
        ("interpreters", InterpreterPoolExecutor),
        ("processes", ProcessPoolExecutor),
    ):
        runner.bench_time_func(name, seconds, kind, b"")
        runner.bench_time_func(f"{name} per MiB", per_mib, kind)
        runner.bench_time_func(f"{name} pay from", break_even, kind)


if __name__ == "__main__":
    main()
