# /// script
# [tool.sample]
# expect = "error"
# error = "OperationalError"
# ///
"""A second writer waits for its timeout while the first has not
committed, and is refused."""

import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

PATIENCE = 0.1


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with TemporaryDirectory() as folder:
        path = Path(folder, "till.db")
        with (
            closing(sqlite3.connect(path)) as first,
            closing(sqlite3.connect(path, timeout=PATIENCE)) as second,
        ):
            first.execute("CREATE TABLE sale (price)")
            first.execute("INSERT INTO sale VALUES (3)")
            second.execute("INSERT INTO sale VALUES (4)")
            first.commit()
            second.commit()


if __name__ == "__main__":
    main()
