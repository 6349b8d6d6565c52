"""One thread goes through the generator and hands each order to the
pool, so no two threads ever share it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

ORDERS = ["tea", "bread", "apples"]
WORKERS = 4


def orders() -> Iterator[str]:
    yield from ORDERS


def price(order: str) -> int:
    return len(order)


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        for bill in pool.map(price, orders()):
            print("to pay:", bill)


if __name__ == "__main__":
    main()
