# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A worker loads its table once, in the initializer, for all of its
tasks."""

from concurrent.futures import ProcessPoolExecutor

TABLE = {"bread": 4, "milk": 2, "honey": 9}
WORKERS = 1

prices: dict[str, int] = {}
loads: list[str] = []


def load(table: dict[str, int]) -> None:
    prices.update(table)
    loads.append("loaded")


def look_up(item: str) -> tuple[int, int]:
    return prices[item], len(loads)


def main() -> None:
    with ProcessPoolExecutor(
        WORKERS, initializer=load, initargs=(TABLE,)
    ) as pool:
        for price, count in pool.map(look_up, TABLE):
            print("price:", price, "loads:", count)


if __name__ == "__main__":
    main()
