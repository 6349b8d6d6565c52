"""The database is closed when no task needs it any more."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing


def main() -> None:
    with (
        ThreadPoolExecutor(1) as pool,
        closing(
            sqlite3.connect(":memory:", check_same_thread=False)
        ) as db,
    ):
        print(pool.submit(db.execute, "SELECT 1").result().fetchone())


if __name__ == "__main__":
    main()
