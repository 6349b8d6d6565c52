"""A worker that catches what one order can raise gets to the last one,
and an error that nobody foresaw sets the exit status."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import Queue

ORDERS = ["plum", "kiwi", "pear"]
LIMIT = 10
PRICES = {"plum": 3, "pear": 4}


def sell(orders: Queue[str | None], paid: list[int]) -> int:
    failed = 0
    while (fruit := orders.get(timeout=LIMIT)) is not None:
        try:
            paid.append(PRICES[fruit])
        except KeyError:
            print("not sold here:", fruit)
        except Exception:
            failed += 1
            logging.exception("the order for %s failed", fruit)
    return failed


def main() -> None:
    orders, paid = Queue[str | None](), list[int]()
    with ThreadPoolExecutor(1) as pool, ExitStack() as at_end:
        at_end.callback(orders.put, None)
        worker = pool.submit(sell, orders, paid)
        for fruit in ORDERS:
            orders.put(fruit)
    failed = worker.result()
    print("paid:", paid)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
