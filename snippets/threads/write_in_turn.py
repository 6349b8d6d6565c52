"""The first writer commits at once, so the second one writes."""

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
            first.commit()
            second.execute("INSERT INTO sale VALUES (4)")
            second.commit()
            print("sales:", *first.execute("SELECT price FROM sale"))


if __name__ == "__main__":
    main()
