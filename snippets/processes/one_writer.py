# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# [tool.sample.grow]
# items = "ITEMS"
# ///
"""Workers return rows, and the main process alone writes the file."""

import csv
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

ITEMS = ["tea", "coffee", "peppermint"]


def price(item: str) -> tuple[str, int]:
    return item, 10 * len(item)


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "prices.csv")
        with (
            ProcessPoolExecutor(max_workers=2) as pool,
            path.open("w", encoding="utf-8", newline="") as file,
        ):
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("item", "price"))
            rows.writerows(pool.map(price, ITEMS))
        print(path.read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
