# /// script
# requires-python = ">=3.14"
# dependencies = ["numpy", "pyperf"]
# ///
"""How long two processes that run already take to add up a table:
sent as an argument, and mapped from a file by its path."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from pyperf import Runner

NUMBERS = 10_000_000


@cache
def folder() -> TemporaryDirectory[str]:
    made = TemporaryDirectory()
    np.save(Path(made.name, "table.npy"), np.ones(NUMBERS))
    return made


def add(table: np.ndarray) -> float:
    return float(table.sum())


def add_file(path: Path) -> float:
    return add(np.load(path, mmap_mode="r"))


def sent(pool: ProcessPoolExecutor, path: Path) -> list[float]:
    table = np.load(path)
    return list(pool.map(add, [table, table]))


def mapped(pool: ProcessPoolExecutor, path: Path) -> list[float]:
    return list(pool.map(add_file, [path, path]))


Way = Callable[[ProcessPoolExecutor, Path], list[float]]


def seconds(loops: int, way: Way) -> float:
    path = Path(folder().name, "table.npy")
    with ProcessPoolExecutor(2) as pool:
        mapped(pool, path)
        begin = perf_counter()
        for _ in range(loops):
            way(pool, path)
        return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=3, values=3, loops=1)
    runner.bench_time_func("as an argument", seconds, sent)
    runner.bench_time_func("by its path", seconds, mapped)


if __name__ == "__main__":
    main()
