# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf", "ray"]
# ///
"""What Ray costs: its start, each task, each MiB handed over."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from secrets import token_hex
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # it would report itself
os.environ["RAY_AUTH_TOKEN"] = token_hex(32)  # else one in your home

import ray
from pyperf import Runner

WORKERS = 2
MIB = 4
SHORT = "/tmp" if os.name == "posix" else None  # a socket's path is
LOCAL = dict(num_cpus=WORKERS, _node_ip_address="127.0.0.1")
SMALL = dict(object_store_memory=2**28, include_dashboard=False)
Submit = Callable[..., Future[Any]]
Engine = Callable[[], AbstractContextManager[Submit]]


@contextmanager
def processes() -> Iterator[Submit]:
    with ProcessPoolExecutor(WORKERS) as executor:
        yield executor.submit


@contextmanager
def ray_calls() -> Iterator[Submit]:
    with TemporaryDirectory(prefix="ray-", dir=SHORT) as folder:
        try:
            quiet = dict(_temp_dir=folder, logging_level="ERROR")
            ray.init(**LOCAL, **SMALL, **quiet)
            send = ray.remote(max_retries=0)(run).remote
            yield lambda *words: send(*words).future()
        finally:
            ray.shutdown()


def run(task: Callable[[bytes], int], data: bytes) -> int:
    return task(data)


def first_result(loops: int, engine: Engine) -> float:
    """From nothing until a task is done."""
    took = 0.0
    for _ in range(loops):
        begin = perf_counter()
        with engine() as submit:
            submit(len, b"").result()
            took += perf_counter() - begin
    return took


def seconds(loops: int, engine: Engine, data: bytes) -> float:
    with engine() as submit:
        for warm in [submit(len, b"") for _ in range(50)]:
            warm.result()
        begin = perf_counter()
        for sent in [submit(len, data) for _ in range(loops)]:
            sent.result()
        return perf_counter() - begin


def per_mib(loops: int, engine: Engine) -> float:
    return seconds(loops, engine, bytes(MIB * 2**20)) / MIB


def main() -> None:
    runner = Runner(processes=2, values=3, min_time=0.02)
    for name, engine in ("processes", processes), ("Ray", ray_calls):
        runner.bench_time_func(f"{name} start", first_result, engine)
        runner.bench_time_func(name, seconds, engine, b"")
        runner.bench_time_func(f"{name} per MiB", per_mib, engine)


if __name__ == "__main__":
    main()
