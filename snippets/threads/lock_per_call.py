"""A lock that belongs to the shop keeps one seller out while the other
is inside, and both sales stay."""

from threading import Barrier, Lock, Thread


class Shop:
    def __init__(self) -> None:
        self.sold = 0
        self.lock = Lock()

    def sell(self, meeting: Barrier) -> None:
        meeting.wait()  # both are about to ask for the same lock
        with self.lock:
            sold = self.sold
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
