"""A transfer that does not get the second lock in time gives up and
moves nothing."""

from threading import Lock

LIMIT = 0.1


class Account:
    def __init__(self) -> None:
        self.balance, self.lock = 100, Lock()


def transfer(source: Account, target: Account, amount: int) -> bool:
    with source.lock:
        if not target.lock.acquire(timeout=LIMIT):
            return False
        try:
            source.balance -= amount
            target.balance += amount
        finally:
            target.lock.release()
    return True


def main() -> None:
    ada, bob = Account(), Account()
    with bob.lock:  # stands for somebody who is busy with it
        busy = transfer(ada, bob, 30)
    print("while Bob is busy:", busy, ada.balance, bob.balance)
    free = transfer(ada, bob, 30)
    print("when Bob is free:", free, ada.balance, bob.balance)


if __name__ == "__main__":
    main()
