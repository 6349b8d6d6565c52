# /// script
# [tool.sample.spared]
# kill = "who is killed cannot remove its server's folder"
# unbuildable = "it ends the server, which removes nothing then"
# ///
"""A method tells what an attribute of the shared object holds."""

import signal
import sys
from collections.abc import Callable
from multiprocessing.managers import BaseManager
from threading import Lock


class Box:
    def __init__(self) -> None:
        self.total = 0
        self.lock = Lock()

    def pay(self, amount: int) -> None:
        with self.lock:
            self.total += amount

    def count(self) -> int:
        return self.total


class Shop(BaseManager):
    till: Callable[[], Box]


Shop.register("till", Box)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Shop(shutdown_timeout=10) as shop:
        till = shop.till()
        till.pay(5)
        print("in the till:", till.count())


if __name__ == "__main__":
    main()
