"""The price is asked before the lock is taken, and += under the lock
keeps both sales."""

from threading import Barrier, Lock, Thread


class Shop:
    def __init__(self) -> None:
        self.total, self.lock = 0, Lock()


def ask_price(meeting: Barrier) -> int:
    meeting.wait()  # both sales are under way
    return 10


def sell(shop: Shop, meeting: Barrier) -> None:
    price = ask_price(meeting)
    with shop.lock:
        shop.total += price


def main() -> None:
    shop, meeting = Shop(), Barrier(2)
    threads = [
        Thread(target=sell, args=(shop, meeting)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("two sales of 10 make", shop.total)


if __name__ == "__main__":
    main()
