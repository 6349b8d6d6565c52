# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A wait with a limit ends, though who holds the lock has crashed."""

import os
import sys
from multiprocessing import Lock, Process, synchronize


def count(till: synchronize.Lock) -> None:
    with till:
        os._exit(70)  # stands for a crash


def main() -> None:
    till = Lock()
    cashier = Process(target=count, args=(till,))
    cashier.start()
    cashier.join(timeout=10)
    print("exit code of the cashier:", cashier.exitcode)
    print("the till is free:", till.acquire(timeout=0.5))
    sys.exit(cashier.exitcode != 70)


if __name__ == "__main__":
    main()
