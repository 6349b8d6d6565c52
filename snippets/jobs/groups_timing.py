# /// script
# requires-python = ">=3.14"
# dependencies = ["pandas", "pyperf"]
# ///
"""How long the groups of a table take: by pandas, by a loop, and by
two processes that are sent each group."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from time import perf_counter

import pandas as pd
from pyperf import Runner

ROWS, GROUPS = 100_000, 2_000


@cache
def table() -> pd.DataFrame:
    keys = [number * 7 % GROUPS for number in range(ROWS)]
    gaps = [number * 31 % 97 / 7 for number in range(ROWS)]
    return pd.DataFrame({"till": keys, "gap": gaps})


def mean(rows: pd.DataFrame) -> float:
    return float(rows["gap"].mean())


def groups() -> list[pd.DataFrame]:
    return [rows for _, rows in table().groupby("till")]


def by_pandas() -> list[float]:
    means: list[float] = table().groupby("till")["gap"].mean().tolist()
    return means


def by_a_loop() -> list[float]:
    return [mean(rows) for rows in groups()]


def by_processes() -> list[float]:
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(mean, groups()))


def seconds(loops: int, way: Callable[[], list[float]]) -> float:
    table()
    begin = perf_counter()
    for _ in range(loops):
        way()
    return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=3, values=3, loops=1)
    runner.bench_time_func("pandas alone", seconds, by_pandas)
    runner.bench_time_func("plain loop", seconds, by_a_loop)
    runner.bench_time_func("processes", seconds, by_processes)


if __name__ == "__main__":
    main()
