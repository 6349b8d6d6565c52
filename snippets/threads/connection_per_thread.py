"""Each thread opens a connection of its own to the same database."""

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
            own = sqlite3.connect(file)
            rows = own.execute("select count(*) from stock")
            print("items in stock:", rows.fetchone()[0])
            own.close()

        clerk = Thread(target=count)
        clerk.start()
        clerk.join()
        shop.close()


if __name__ == "__main__":
    main()
