# /// script
# [tool.sample.spared]
# raise = "kept small to be explored; main sees no error of theirs"
# grow = "each further thread multiplies the orders"
# [[tool.sample.shows]]
# says = "the lock makes one step of a deposit"
# without = "with self.lock:"
# ///
"""Two deposits at once both stay, since a lock makes one step of all
that a deposit does."""

from threading import Lock, Thread


class Account:
    def __init__(self) -> None:
        self.balance = 0
        self.history: list[int] = []
        self.lock = Lock()

    def deposit(self, amount: int) -> None:
        with self.lock:
            balance = self.balance
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
