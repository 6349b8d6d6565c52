"""Errors of several tasks can be raised together, as one group, once
every result is in."""

from concurrent.futures import Future, ThreadPoolExecutor

PRICES = {"apple": "30", "plum": "free", "fig": "60"}


def in_euros(fruit: str) -> float:
    return int(PRICES[fruit]) / 100


def raise_errors(futures: list[Future[float]]) -> None:
    errors = [future.exception() for future in futures]
    if found := [error for error in errors if error]:
        raise BaseExceptionGroup("some prices are missing", found)


def main() -> None:
    with ThreadPoolExecutor() as pool:
        fruits = ("apple", "plum", "melon", "fig")
        asked = [pool.submit(in_euros, fruit) for fruit in fruits]
    try:
        raise_errors(asked)
    except* ValueError as group:
        print("no number:", *group.exceptions)
    except* KeyError as group:
        print("not on the list:", *group.exceptions)


if __name__ == "__main__":
    main()
