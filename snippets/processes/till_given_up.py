"""A wait with a limit ends, though who holds the lock has crashed."""

import os
from multiprocessing import Lock, Process, synchronize


def count(till: synchronize.Lock) -> None:
    with till:
        os._exit(70)  # stands for a crash


def main() -> None:
    till = Lock()
    cashier = Process(target=count, args=(till,))
    cashier.start()
    cashier.join()
    print("exit code of the cashier:", cashier.exitcode)
    print("the till is free:", till.acquire(timeout=0.5))


if __name__ == "__main__":
    main()
