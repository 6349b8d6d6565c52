"""Whoever notifies holds the lock of the condition."""

from threading import Condition


def main() -> None:
    arrived, letters = Condition(), list[str]()
    with arrived:
        letters.append("from Ada")
        arrived.notify()
    print("letters:", letters)


if __name__ == "__main__":
    main()
