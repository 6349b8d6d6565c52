# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A lock of multiprocessing reaches the workers through the
initializer."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Lock, synchronize

till: list[synchronize.Lock] = []


def open_till(lock: synchronize.Lock) -> None:
    till.append(lock)


def pay(amount: int) -> int:
    with till[0]:
        return amount


def main() -> None:
    with ProcessPoolExecutor(
        max_workers=1, initializer=open_till, initargs=(Lock(),)
    ) as pool:
        payment = pool.submit(pay, 5)
        print("paid:", payment.result())


if __name__ == "__main__":
    main()
