# /// script
# [[tool.sample.shows]]
# says = "the lock keeps every sale"
# without = "with self.lock:"
# ///
"""The price is asked before the lock is taken, and += under the lock
keeps every sale."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock

ITEMS = ["tea", "tea"]
WORKERS = 2


class Shop:
    def __init__(self) -> None:
        self.total, self.lock = 0, Lock()

    def ask_price(self, item: str) -> int:
        return 10

    def sell(self, item: str) -> None:
        price = self.ask_price(item)
        with self.lock:
            self.total += price


def main() -> None:
    shop = Shop()
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(shop.sell, ITEMS))
    print("sales of", ITEMS, "make", shop.total)


if __name__ == "__main__":
    main()
