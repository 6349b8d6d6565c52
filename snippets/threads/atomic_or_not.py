"""Four threads share a list, a deque, a dict and a set, and each single
operation on them stays whole."""

from collections import deque
from threading import Barrier, Thread


class Market:
    def __init__(self) -> None:
        self.meeting = Barrier(4)
        self.stock = list(range(40_000))
        self.sold: deque[int] = deque()
        self.owner: dict[int, str] = {}
        self.deals: set[tuple[int, str]] = set()

    def sell(self, seller: str) -> None:
        self.meeting.wait()
        for place in range(10_000):
            self.sold.append(self.stock.pop())
            owner = self.owner.setdefault(place, seller)
            self.deals.add((place, owner))


def main() -> None:
    market = Market()
    threads = [Thread(target=market.sell, args=(x,)) for x in "ABCD"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("left in stock:", len(market.stock))
    print("sold:", len(market.sold), "different:", len({*market.sold}))
    print("places:", len(market.owner), "one owner:", len(market.deals))


if __name__ == "__main__":
    main()
