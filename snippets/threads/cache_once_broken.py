"""Four threads ask a cache for one price at once, and the shop is
called four times."""

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from threading import Barrier

FRUITS = ["plum", "plum", "plum", "plum"]
WORKERS = 4

calls: list[str] = []
all_miss = Barrier(4, timeout=10)


@lru_cache
def ask_price(fruit: str) -> int:
    all_miss.wait()  # all four have found the cache empty
    calls.append(fruit)
    return len(fruit)


def main() -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        prices = list(pool.map(ask_price, FRUITS))
    print("prices:", prices)
    print("calls to the shop:", len(calls))


if __name__ == "__main__":
    main()
