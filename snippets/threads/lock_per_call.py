# /// script
# [[tool.sample.shows]]
# says = "the lock keeps one seller out while another is inside"
# without = "with self.lock:"
# ///
"""A lock that belongs to the shop keeps one seller out while the other
is inside, and all sales stay."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock

SALES = [1, 1]
WORKERS = 2


class Shop:
    def __init__(self) -> None:
        self.sold, self.lock = 0, Lock()

    def sell(self, pieces: int) -> None:
        with self.lock:
            sold = self.sold
            self.sold = sold + pieces


def main() -> None:
    shop = Shop()
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(shop.sell, SALES))
    print("sales of", SALES, "leave", shop.sold)


if __name__ == "__main__":
    main()
