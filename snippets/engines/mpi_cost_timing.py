# /// script
# requires-python = ">=3.14"
# dependencies = ["mpi4py", "mpich", "pyperf"]
# ///
"""What MPI costs: its start, each task, each MiB handed over."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from time import perf_counter

from mpi4py.futures import MPIPoolExecutor
from pyperf import Runner

WORKERS = 2
MIB = 4
Engine = Callable[[], Executor]
#: Where the package has put `mpiexec`, by which MPI starts workers.
HERE = str(Path(sys.executable).parent)


def processes() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(WORKERS)


def mpi() -> Executor:
    """Workers that this process starts, beside itself."""
    workers: Executor = MPIPoolExecutor(WORKERS)
    return workers


def first_result(loops: int, engine: Engine) -> float:
    """From nothing until a task is done."""
    took = 0.0
    for _ in range(loops):
        begin = perf_counter()
        with engine() as executor:
            executor.submit(len, b"").result()
            took += perf_counter() - begin
    return took


def seconds(loops: int, engine: Engine, data: bytes) -> float:
    with engine() as executor:
        for warm in [executor.submit(len, b"") for _ in range(50)]:
            warm.result()
        begin = perf_counter()
        for sent in [executor.submit(len, data) for _ in range(loops)]:
            sent.result()
        return perf_counter() - begin


def per_mib(loops: int, engine: Engine) -> float:
    return seconds(loops, engine, bytes(MIB * 2**20)) / MIB


def main() -> None:
    os.environ["PATH"] = os.pathsep.join([HERE, os.environ["PATH"]])
    runner = Runner(processes=2, values=3, min_time=0.02)
    for name, engine in ("processes", processes), ("MPI", mpi):
        runner.bench_time_func(f"{name} start", first_result, engine)
        runner.bench_time_func(name, seconds, engine, b"")
        runner.bench_time_func(f"{name} per MiB", per_mib, engine)


if __name__ == "__main__":
    main()
