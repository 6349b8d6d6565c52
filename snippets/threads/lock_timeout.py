"""A transfer that does not get the second lock in time gives up and
moves nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock


class Account:
    def __init__(self) -> None:
        self.balance, self.lock = 100, Lock()


def transfer(source: Account, target: Account, amount: int) -> bool:
    with source.lock:
        if not target.lock.acquire(timeout=0.1):
            return False
        try:
            source.balance -= amount
            target.balance += amount
        finally:
            target.lock.release()
    return True


def main() -> None:
    ada, bob = Account(), Account()
    with ThreadPoolExecutor() as pool:
        with bob.lock:
            busy = pool.submit(transfer, ada, bob, 30).result()
        print("while Bob is busy:", busy, ada.balance, bob.balance)
        free = pool.submit(transfer, ada, bob, 30).result()
        print("when Bob is free:", free, ada.balance, bob.balance)


if __name__ == "__main__":
    main()
