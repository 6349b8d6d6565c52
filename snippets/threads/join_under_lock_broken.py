# /// script
# [tool.sample]
# expect = "hang"
# ///
"""The main thread holds the lock and waits for a task that needs it
first, for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock


class Till:
    def __init__(self) -> None:
        self.money, self.lock = 100, Lock()

    def pay_in(self, amount: int) -> None:
        with self.lock:
            self.money += amount


def main() -> None:
    till = Till()
    print("counting the money")
    with ThreadPoolExecutor() as pool, till.lock:
        payment = pool.submit(till.pay_in, 30)
        payment.result()
        print("in the till:", till.money)


if __name__ == "__main__":
    main()
