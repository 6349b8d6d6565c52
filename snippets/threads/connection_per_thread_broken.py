"""A connection of sqlite3 refuses every thread but its own."""

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread


def main() -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "shop.db"
        shop = sqlite3.connect(file)
        shop.execute("create table stock (item text)")

        def count() -> None:
            try:
                rows = shop.execute("select count(*) from stock")
                print("items in stock:", rows.fetchone()[0])
            except sqlite3.ProgrammingError as problem:
                # The numbers of both threads would follow.
                words = str(problem).partition(" The object")[0]
                print(f"sqlite3.ProgrammingError: {words}")

        clerk = Thread(target=count)
        clerk.start()
        clerk.join()
        shop.close()


if __name__ == "__main__":
    main()
