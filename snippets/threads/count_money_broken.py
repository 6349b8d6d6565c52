"""The transfer holds a lock, but the reader does not ask for it and
counts the money while some is on its way."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock


class Bank:
    def __init__(self) -> None:
        self.lock, self.taken, self.counted = Lock(), Event(), Event()
        self.desk, self.safe = 100, 0

    def lock_away(self, amount: int) -> None:
        with self.lock:
            self.desk -= amount
            self.taken.set()
            self.counted.wait(10)  # some is neither here nor there
            self.safe += amount

    def total(self) -> int:
        return self.desk + self.safe


def main() -> None:
    bank = Bank()
    with ThreadPoolExecutor(1) as pool:
        moved = pool.submit(bank.lock_away, 30)
        bank.taken.wait(10)
        print("of 100 the reader counts", bank.total())
        bank.counted.set()
    moved.result()


if __name__ == "__main__":
    main()
