# /// script
# [tool.sample]
# expect = "error"
# error = "ProgrammingError"
# ///
"""A task uses a database that another thread has closed."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing


def main() -> None:
    with ThreadPoolExecutor(1) as pool:
        with closing(
            sqlite3.connect(":memory:", check_same_thread=False)
        ) as db:
            pass
        print(pool.submit(db.execute, "SELECT 1").result().fetchone())


if __name__ == "__main__":
    main()
