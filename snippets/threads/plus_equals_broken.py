"""One line with += loses an update too: it reads the total before it
makes the call on its right."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

ITEMS = ["tea", "tea"]
WORKERS = 2


class Shop:
    def __init__(self) -> None:
        self.total, self.both = 0, Barrier(2, timeout=10)

    def ask_price(self, item: str) -> int:
        self.both.wait()  # both lines have read the total
        return 10

    def sell(self, item: str) -> None:
        self.total += self.ask_price(item)


def main() -> None:
    shop = Shop()
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(shop.sell, ITEMS))
    print("sales of", ITEMS, "make", shop.total)


if __name__ == "__main__":
    main()
