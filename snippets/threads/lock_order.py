"""Two transfers take the locks in the order of the account numbers,
so neither can hold what the other needs first."""

from threading import Barrier, Lock, Thread


class Account:
    def __init__(self, number: int) -> None:
        self.number, self.balance, self.lock = number, 100, Lock()


def transfer(
    source: Account, target: Account, amount: int, meeting: Barrier
) -> None:
    first, second = sorted((source, target), key=lambda a: a.number)
    meeting.wait()  # both transfers are about to lock
    with first.lock, second.lock:
        source.balance -= amount
        target.balance += amount


def main() -> None:
    ada, bob, meeting = Account(1), Account(2), Barrier(3)
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
