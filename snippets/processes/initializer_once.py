"""A worker loads its table once, in the initializer, for all of its
tasks."""

from concurrent.futures import ProcessPoolExecutor

prices: dict[str, int] = {}
loads: list[str] = []


def load(table: dict[str, int]) -> None:
    prices.update(table)
    loads.append("loaded")


def look_up(item: str) -> tuple[int, int]:
    return prices[item], len(loads)


def main() -> None:
    table = {"bread": 4, "milk": 2, "honey": 9}
    with ProcessPoolExecutor(1, None, load, (table,)) as pool:
        for price, count in pool.map(look_up, table):
            print("price:", price, "loads:", count)


if __name__ == "__main__":
    main()
