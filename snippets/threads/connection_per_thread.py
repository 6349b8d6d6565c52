"""Each task opens a connection of its own to the same database, in the
thread that uses it."""

import signal
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

ITEMS = ["tea", "bread", "apples"]
WORKERS = 2


def store(file: Path, item: str) -> None:
    with closing(sqlite3.connect(file, timeout=30)) as own, own:
        own.execute("insert into stock values (?)", (item,))


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "shop.db"
        with closing(sqlite3.connect(file)) as shop:
            shop.execute("create table stock (item text)")
            with ThreadPoolExecutor(WORKERS) as pool:
                tasks = [pool.submit(store, file, x) for x in ITEMS]
            for task in tasks:
                task.result()
            rows = shop.execute("select count(*) from stock")
            print("items in stock:", rows.fetchone()[0])


if __name__ == "__main__":
    main()
