"""Two deposits read the same balance, so the second to write covers
what the first has written."""

from threading import Barrier, Thread


class Account:
    def __init__(self) -> None:
        self.balance = 0
        self.history: list[int] = []
        self.meeting = Barrier(2)

    def deposit(self, amount: int) -> None:
        balance = self.balance
        self.meeting.wait(timeout=10)  # arranged
        self.balance = balance + amount
        self.history.append(amount)


def main() -> None:
    account = Account()
    threads = [
        Thread(target=account.deposit, args=(amount,))
        for amount in (10, 10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("paid in:", account.history)
    print("balance:", account.balance)


if __name__ == "__main__":
    main()
