# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.grow]
# items = "ORDERS"
# workers = "WORKERS"
# ///
"""At Ctrl-C or SIGTERM a pool finishes what its workers have, drops the
rest, and ends with a status that is not 0."""

import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

ORDERS = ["250 90", "1900", "15 15 40", "110 7", "60"]
WORKERS = 4


def total(order: str) -> int:
    return sum(int(price) for price in order.split())


def leave(number: int, frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough
    sys.exit(128 + number)


def set_up() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> None:
    signal.signal(signal.SIGTERM, leave)
    spawn = get_context("spawn")
    with ProcessPoolExecutor(WORKERS, spawn, set_up) as pool:
        try:
            tasks = [pool.submit(total, order) for order in ORDERS]
            totals = [task.result() for task in tasks]
        finally:
            pool.shutdown(cancel_futures=True)
    print(len(totals), "orders, total", sum(totals))


if __name__ == "__main__":
    main()
