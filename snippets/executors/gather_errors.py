"""Errors of several tasks can be raised together, as one group, once
every result is in."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

PRICES = {"apple": "30", "plum": "free", "fig": "60"}
ASKED = ["apple", "plum", "melon", "fig"]


def in_euros(fruit: str) -> float:
    return int(PRICES[fruit]) / 100


def errors(futures: list[Future[float]]) -> Iterator[Exception]:
    for future in futures:
        try:
            future.result()
        except Exception as error:
            yield error


def main() -> None:
    with ThreadPoolExecutor() as pool:
        prices = [pool.submit(in_euros, fruit) for fruit in ASKED]
    try:
        if found := list(errors(prices)):
            raise ExceptionGroup("some prices are missing", found)
    except* ValueError as group:
        print("no number:", *group.exceptions)
    except* KeyError as group:
        print("not on the list:", *group.exceptions)


if __name__ == "__main__":
    main()
