"""A dictionary from future to input tells whose result has come."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

PRICES = {"pear": 45, "apple": 30}
first_answer = Event()


def price_of(fruit: str) -> int:
    if fruit == "pear":
        first_answer.wait()  # the slower one, today
    return PRICES[fruit]


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        asked = {pool.submit(price_of, name): name for name in PRICES}
        for answer in as_completed(asked):
            fruit = asked[answer]
            print(f"{fruit}: {answer.result()} cents")
            first_answer.set()


if __name__ == "__main__":
    main()
