# /// script
# [tool.sample]
# expect = "hang"
# ///
"""The main thread holds the lock and waits for a clerk who needs it
first, for ever."""

from threading import Lock, Thread


class Till:
    def __init__(self) -> None:
        self.money, self.lock = 100, Lock()

    def pay_in(self, amount: int) -> None:
        with self.lock:
            self.money += amount


def main() -> None:
    till = Till()
    clerk = Thread(target=till.pay_in, args=(30,))
    print("counting the money")
    with till.lock:
        clerk.start()
        clerk.join()
        print("in the till:", till.money)


if __name__ == "__main__":
    main()
