"""Two deposits both read the balance before either writes it, so one
deposit is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

DEPOSITS = [10, 10]
WORKERS = 2


class Account:
    def __init__(self) -> None:
        self.balance, self.both = 0, Barrier(2, timeout=10)

    def deposit(self, amount: int) -> None:
        balance = self.balance
        self.both.wait()  # both have read, neither has written
        self.balance = balance + amount


def main() -> None:
    account = Account()
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(account.deposit, DEPOSITS))
    print("deposits of", DEPOSITS, "leave", account.balance)


if __name__ == "__main__":
    main()
