# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A method that holds the lock calls one that takes it again, and the
thread waits for itself, for ever."""

from threading import Lock


class Till:
    def __init__(self) -> None:
        self.lock = Lock()
        self.coins: list[int] = []

    def add(self, coin: int) -> None:
        with self.lock:
            self.coins.append(coin)

    def add_all(self, coins: list[int]) -> None:
        with self.lock:
            for coin in coins:
                self.add(coin)


def main() -> None:
    till = Till()
    print("adding three coins")
    till.add_all([1, 2, 5])
    print("coins in the till:", till.coins)


if __name__ == "__main__":
    main()
