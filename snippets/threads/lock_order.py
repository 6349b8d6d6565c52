# /// script
# [[tool.sample.shows]]
# says = "both locks keep a transfer whole"
# without = "with first.lock, second.lock:"
# ///
"""Two transfers take the locks in the order of the account numbers,
so neither can hold what the other needs first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock


class Account:
    def __init__(self, number: int) -> None:
        self.number, self.balance, self.lock = number, 100, Lock()


def transfer(source: Account, target: Account, amount: int) -> None:
    if source is target:
        return
    first, second = sorted((source, target), key=lambda a: a.number)
    with first.lock, second.lock:
        source.balance -= amount
        target.balance += amount


def main() -> None:
    ada, bob = Account(1), Account(2)
    with ThreadPoolExecutor(2) as pool:
        to_bob = pool.submit(transfer, ada, bob, 30)
        to_ada = pool.submit(transfer, bob, ada, 10)
        print("two transfers are under way")
        to_bob.result()
        to_ada.result()
    print("Ada has", ada.balance, "and Bob has", bob.balance)


if __name__ == "__main__":
    main()
