# /// script
# [tool.sample.spared]
# idle = "an executor overlooks it at its very end"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A table that is an argument reaches every worker, however it was
started."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial

TABLE = {"bread": 4, "milk": 2}
ITEMS = ["bread", "milk"]
WORKERS = 2


def look_up(table: dict[str, int], item: str) -> int:
    return table[item]


def main() -> None:
    with ProcessPoolExecutor(WORKERS) as pool:
        prices = list(pool.map(partial(look_up, TABLE), ITEMS))
    print("prices:", prices)


if __name__ == "__main__":
    main()
