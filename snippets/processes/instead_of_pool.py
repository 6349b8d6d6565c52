# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""An executor does what map, starmap, imap_unordered and apply_async of
a Pool do, and reports a worker that is killed."""

import signal
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

ORDERS = [(3, 250), (12, 90), (1, 1900), (40, 15)]
WORKERS = 4


def total(pieces: int, price: int) -> int:
    return pieces * price


def set_up() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    pieces = [count for count, _ in ORDERS]
    prices = [price for _, price in ORDERS]
    spawn = get_context("spawn")
    with ProcessPoolExecutor(WORKERS, spawn, set_up) as pool:
        print("starmap:", *pool.map(total, pieces, prices))
        tasks = {pool.submit(total, *order): order for order in ORDERS}
        found = {
            tasks[task]: task.result() for task in as_completed(tasks)
        }
        print("imap_unordered:", [found[order] for order in ORDERS])
        task = pool.submit(total, 2, 21)
        print("apply_async:", task.result())


if __name__ == "__main__":
    main()
