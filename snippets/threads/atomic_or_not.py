# /// script
# [tool.sample]
# arranged = "a barrier lets all threads begin together"
# use = "threads/lost_update"
# ///
"""Four threads share a list, a deque, a dict and a set, and each single
operation on them stays whole."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Barrier

SELLERS = ["A", "B", "C", "D"]
PLACES = 10_000


class Market:
    def __init__(self) -> None:
        self.all_here = Barrier(len(SELLERS))  # arranged
        self.stock = list(range(len(SELLERS) * PLACES))
        self.sold: deque[int] = deque()
        self.owner: dict[int, str] = {}
        self.deals: set[tuple[int, str]] = set()

    def sell(self, seller: str) -> None:
        self.all_here.wait(10)  # arranged
        for place in range(PLACES):
            self.sold.append(self.stock.pop())
            owner = self.owner.setdefault(place, seller)
            self.deals.add((place, owner))


def main() -> None:
    market = Market()
    with ThreadPoolExecutor(len(SELLERS)) as pool:
        sellers = [pool.submit(market.sell, name) for name in SELLERS]
        for seller in as_completed(sellers):
            seller.result()
    print("left in stock:", len(market.stock))
    print("sold:", len(market.sold), "different:", len({*market.sold}))
    print("places:", len(market.owner), "one owner:", len(market.deals))


if __name__ == "__main__":
    main()
