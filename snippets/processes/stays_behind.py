"""Data and named functions can travel to another process; lambdas,
locks and open files cannot."""

from pickle import PicklingError, dumps, loads
from threading import Lock


def can_travel(thing: object) -> bool:
    try:
        loads(dumps(thing))
    except (AttributeError, PicklingError, TypeError):
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
        }
        for name, thing in luggage.items():
            print(name, "travels" if can_travel(thing) else "stays")


if __name__ == "__main__":
    main()
