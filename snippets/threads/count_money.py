"""The reader takes the lock of the transfer too and counts all the
money."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock


class Bank:
    def __init__(self) -> None:
        self.lock = Lock()
        self.desk, self.safe = 100, 0

    def lock_away(self, amount: int) -> None:
        with self.lock:
            self.desk -= amount
            self.safe += amount

    def total(self) -> int:
        with self.lock:
            return self.desk + self.safe


def main() -> None:
    bank = Bank()
    with ThreadPoolExecutor(1) as pool:
        moved = pool.submit(bank.lock_away, 30)
        print("of 100 the reader counts", bank.total())
    moved.result()


if __name__ == "__main__":
    main()
