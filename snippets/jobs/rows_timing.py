# /// script
# requires-python = ">=3.14"
# dependencies = ["pyperf"]
# ///
"""How long rows take to reach a file of SQLite, by rows in each
transaction, and from four threads with a connection each."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from pyperf import Runner

ROWS = 400


def connect(file: Path) -> sqlite3.Connection:
    base = sqlite3.connect(file, timeout=60, isolation_level=None)
    base.execute("PRAGMA journal_mode = wal")
    return base


def insert(file: Path, rows: int, each: int) -> None:
    with closing(connect(file)) as base:
        for first in range(0, rows, each):
            base.execute("BEGIN IMMEDIATE")
            some = range(first, min(first + each, rows))
            base.executemany(
                "INSERT INTO page VALUES (?)", [(n,) for n in some]
            )
            base.execute("COMMIT")


def seconds(loops: int, each: int, threads: int) -> float:
    with TemporaryDirectory() as folder:
        file = Path(folder, "pages.db")
        with closing(connect(file)) as base:
            base.execute("CREATE TABLE page (number INTEGER)")
        share = ROWS * loops // threads
        begin = perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            tasks = [
                pool.submit(insert, file, share, each)
                for _ in range(threads)
            ]
            for task in tasks:
                task.result()
        return perf_counter() - begin


def main() -> None:
    runner = Runner(processes=3, values=3, loops=1)
    for threads in 1, 4:
        runner.bench_time_func(f"row {threads}", seconds, 1, threads)
        runner.bench_time_func(f"rows {threads}", seconds, 100, threads)


if __name__ == "__main__":
    main()
