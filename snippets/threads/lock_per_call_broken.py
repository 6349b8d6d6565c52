"""A lock that each call makes for itself keeps nobody out, and one of
two sales is lost."""

from threading import Barrier, Lock, Thread


class Shop:
    def __init__(self) -> None:
        self.sold = 0

    def sell(self, meeting: Barrier) -> None:
        lock = Lock()
        with lock:
            sold = self.sold
            meeting.wait()  # both are inside, each with its own lock
            self.sold = sold + 1


def main() -> None:
    shop, meeting = Shop(), Barrier(2)
    threads = [
        Thread(target=shop.sell, args=(meeting,)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("two sales leave", shop.sold)


if __name__ == "__main__":
    main()
