"""The main thread waits for the result before it takes the lock."""

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
    with ThreadPoolExecutor() as pool:
        payment = pool.submit(till.pay_in, 30)
        payment.result()
        with till.lock:
            print("in the till:", till.money)


if __name__ == "__main__":
    main()
