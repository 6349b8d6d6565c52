"""A lock around reading and writing keeps both deposits, whatever the
order of the threads."""

from threading import Barrier, Lock, Thread


class Account:
    def __init__(self) -> None:
        self.balance = 0
        self.lock = Lock()

    def deposit(self, amount: int, meeting: Barrier) -> None:
        meeting.wait()  # both are about to deposit
        with self.lock:
            balance = self.balance
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
