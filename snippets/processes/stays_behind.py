# /// script
# [tool.sample.spared]
# raise = "an error while it asks is the answer"
# ///
"""Data and named functions can travel to the workers of a pool;
lambdas, locks, open files and queues cannot."""

from multiprocessing import Queue
from multiprocessing.reduction import ForkingPickler
from pickle import loads
from threading import Lock


def can_travel(thing: object) -> bool:
    try:
        loads(ForkingPickler.dumps(thing))
    except Exception:  # a class may refuse with an error of its own
        return False
    return True


def main() -> None:
    with open(__file__) as file:
        luggage = {
            "a list": [1, "two"],
            "a named function": can_travel,
            "a lambda": lambda: 1,
            "a lock": Lock(),
            "an open file": file,
            "a queue of multiprocessing": Queue(),
        }
        for name, thing in luggage.items():
            print(name, "travels" if can_travel(thing) else "stays")


if __name__ == "__main__":
    main()
