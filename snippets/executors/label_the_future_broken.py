"""Results in the order of finishing get the wrong names from a list in
the order of asking."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

PRICES = {"pear": 45, "apple": 30}
first_answer = Event()


def price_of(fruit: str) -> int:
    if fruit == "pear" and not first_answer.wait(10):
        raise TimeoutError("the apple was not printed")
    return PRICES[fruit]


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        asked = [pool.submit(price_of, name) for name in PRICES]
        answers = as_completed(asked)
        for fruit, answer in zip(PRICES, answers, strict=True):
            print(f"{fruit}: {answer.result()} cents")
            first_answer.set()


if __name__ == "__main__":
    main()
