# /// script
# [tool.sample]
# expect = "hang"
# ///
"""Two transfers each hold one account and wait for the other, for
ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock


class Account:
    def __init__(self) -> None:
        self.balance, self.lock = 100, Lock()


def transfer(
    source: Account, target: Account, amount: int, both: Barrier
) -> None:
    with source.lock:
        both.wait()  # both transfers hold their source
        with target.lock:
            source.balance -= amount
            target.balance += amount


def main() -> None:
    ada, bob, both = Account(), Account(), Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        to_bob = pool.submit(transfer, ada, bob, 30, both)
        to_ada = pool.submit(transfer, bob, ada, 10, both)
        print("two transfers are under way")
        to_bob.result()
        to_ada.result()
    print("Ada has", ada.balance, "and Bob has", bob.balance)


if __name__ == "__main__":
    main()
