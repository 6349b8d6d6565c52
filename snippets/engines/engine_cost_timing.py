# /// script
# requires-python = ">=3.14"
# dependencies = ["distributed", "loky", "pyperf"]
# ///
"""What an engine costs: its start, each task, each MiB handed over."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter

import loky
from distributed import Client, LocalCluster
from pyperf import Runner

WORKERS = 2
MIB = 4
Engine = Callable[[], AbstractContextManager[Executor]]


def processes() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(WORKERS)


def loky_pool() -> loky.ProcessPoolExecutor:
    return loky.ProcessPoolExecutor(WORKERS)


@contextmanager
def dask() -> Iterator[Executor]:
    local = dict(host="127.0.0.1", dashboard_address="127.0.0.1:0")
    with (
        LocalCluster(WORKERS, threads_per_worker=1, **local) as cluster,
        Client(cluster) as client,
    ):
        yield client.get_executor(pure=False)


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
    runner = Runner(processes=2, values=3, min_time=0.02)
    for name, engine in (
        ("processes", processes),
        ("loky", loky_pool),
        ("Dask", dask),
    ):
        runner.bench_time_func(f"{name} start", first_result, engine)
        runner.bench_time_func(name, seconds, engine, b"")
        runner.bench_time_func(f"{name} per MiB", per_mib, engine)


if __name__ == "__main__":
    main()
