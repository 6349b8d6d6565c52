# /// script
# [tool.sample]
# expect = "error"
# error = "KeyError: 'kiwi'"
# ///
"""One bad order ends the worker, so nobody serves the next one, and the
queue keeps it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import Queue

ORDERS = ["plum", "kiwi", "pear"]
PRICES = {"plum": 3, "pear": 4}


def sell(orders: Queue[str | None], paid: list[int]) -> None:
    while (fruit := orders.get()) is not None:
        paid.append(PRICES[fruit])


def main() -> None:
    orders, paid = Queue[str | None](), list[int]()
    with ThreadPoolExecutor(1) as pool, ExitStack() as at_end:
        at_end.callback(orders.put, None)
        worker = pool.submit(sell, orders, paid)
        for fruit in ORDERS:
            orders.put(fruit)
    print("paid:", paid)
    worker.result()


if __name__ == "__main__":
    main()
