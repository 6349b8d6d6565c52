# /// script
# [tool.sample.spared]
# unbuildable = "a pool broken under map drops it: see survive-a-crash"
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""Items that travel in chunks make few messages: four for a thousand
additions."""

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any


class CountingPool(ProcessPoolExecutor):
    sent = 0

    def submit(
        self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Future[Any]:
        self.sent += 1
        return super().submit(fn, *args, **kwargs)


def add_tax(price: int) -> int:
    return price + price // 5


def main() -> None:
    with CountingPool(max_workers=2) as pool:
        taxed = pool.map(add_tax, range(1000), chunksize=250)
        total = sum(taxed)
    print("total:", total)
    print("messages sent:", pool.sent)


if __name__ == "__main__":
    main()
