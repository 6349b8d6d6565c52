"""Two deposits both read the balance before either writes it, so one
deposit is lost."""

from threading import Barrier, Thread


class Account:
    def __init__(self) -> None:
        self.balance = 0

    def deposit(self, amount: int, meeting: Barrier) -> None:
        balance = self.balance
        meeting.wait()  # both have read, neither has written
        self.balance = balance + amount


def main() -> None:
    account = Account()
    meeting = Barrier(2)
    threads = [
        Thread(target=account.deposit, args=(10, meeting))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("two deposits of 10 leave", account.balance)


if __name__ == "__main__":
    main()
