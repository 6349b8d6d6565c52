# /// script
# [tool.sample]
# arranged = "the pear waits until the apple is printed"
# use = "executors/report_progress"
# ///
"""A dictionary from future to input tells whose result has come."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

PRICES = {"pear": 45, "apple": 30}
first_answer = Event()


def price_of(fruit: str) -> int:
    if fruit == "pear" and not first_answer.wait(10):  # arranged
        raise TimeoutError("the apple was not printed")
    return PRICES[fruit]


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        asked = {pool.submit(price_of, name): name for name in PRICES}
        for answer in as_completed(asked):
            fruit = asked[answer]
            print(f"{fruit}: {answer.result()} cents")
            first_answer.set()  # arranged


if __name__ == "__main__":
    main()
