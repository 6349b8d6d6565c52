"""A lock that each call makes for itself keeps nobody out, and one of
two sales is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

SALES = [1, 1]
WORKERS = 2


class Shop:
    def __init__(self) -> None:
        self.sold, self.both = 0, Barrier(2, timeout=10)

    def sell(self, pieces: int) -> None:
        lock = Lock()
        with lock:
            sold = self.sold
            self.both.wait()  # both are inside, each with its own lock
            self.sold = sold + pieces


def main() -> None:
    shop = Shop()
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(shop.sell, SALES))
    print("sales of", SALES, "leave", shop.sold)


if __name__ == "__main__":
    main()
