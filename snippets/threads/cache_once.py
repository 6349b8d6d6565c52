"""A lock around the cached call lets one thread ask the shop, and the
others find the price in the cache."""

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from threading import RLock

FRUITS = ["plum", "plum", "plum", "plum"]
WORKERS = 4

calls: list[str] = []
asking = RLock()  # its owner may ask again from within


@lru_cache
def ask_price(fruit: str) -> int:
    calls.append(fruit)
    return len(fruit)


def ask_once(fruit: str) -> int:
    with asking:
        return ask_price(fruit)


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        prices = list(pool.map(ask_once, FRUITS))
    print("prices:", prices)
    print("calls to the shop:", len(calls))


if __name__ == "__main__":
    main()
