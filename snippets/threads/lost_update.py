# /// script
# [[tool.sample.shows]]
# says = "the lock keeps reading and writing together"
# without = "with self.lock:"
# ///
"""A lock around reading and writing keeps every deposit, whatever the
order of the threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock

DEPOSITS = [10, 10]
WORKERS = 2


class Account:
    def __init__(self) -> None:
        self.balance, self.lock = 0, Lock()

    def deposit(self, amount: int) -> None:
        with self.lock:
            balance = self.balance
            self.balance = balance + amount


def main() -> None:
    account = Account()
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(account.deposit, DEPOSITS))
    print("deposits of", DEPOSITS, "leave", account.balance)


if __name__ == "__main__":
    main()
