"""One line with += loses an update too: it reads the total before it
makes the call on its right."""

from threading import Barrier, Thread


class Shop:
    def __init__(self) -> None:
        self.total = 0


def ask_price(meeting: Barrier) -> int:
    meeting.wait()  # both lines have read the total
    return 10


def sell(shop: Shop, meeting: Barrier) -> None:
    shop.total += ask_price(meeting)


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
