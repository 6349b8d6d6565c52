# /// script
# [tool.sample]
# expect = "hang"
# ///
"""Two transfers each hold one account and wait for the other, for
ever."""

from threading import Barrier, Lock, Thread


class Account:
    def __init__(self) -> None:
        self.balance, self.lock = 100, Lock()


def transfer(
    source: Account, target: Account, amount: int, meeting: Barrier
) -> None:
    with source.lock:
        meeting.wait()  # both transfers hold their source
        with target.lock:
            source.balance -= amount
            target.balance += amount


def main() -> None:
    ada, bob, meeting = Account(), Account(), Barrier(3)
    to_bob = Thread(target=transfer, args=(ada, bob, 30, meeting))
    to_ada = Thread(target=transfer, args=(bob, ada, 10, meeting))
    to_bob.start()
    to_ada.start()
    meeting.wait()
    print("both transfers are under way")
    to_bob.join()
    to_ada.join()
    print("Ada has", ada.balance, "and Bob has", bob.balance)


if __name__ == "__main__":
    main()
