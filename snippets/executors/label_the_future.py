"""A dictionary from future to input tells whose result has come."""

from concurrent.futures import ThreadPoolExecutor, as_completed

PRICES = {"apple": 30, "pear": 45}


def price_of(fruit: str) -> int:
    return PRICES[fruit]


def main() -> None:
    answers: list[str] = []
    with ThreadPoolExecutor() as pool:
        asked = ["pear", "plum", "apple"]
        fruit_of = {pool.submit(price_of, name): name for name in asked}
        for future in as_completed(fruit_of):
            fruit = fruit_of[future]
            if future.exception():
                answers.append(f"{fruit}: no price")
            else:
                answers.append(f"{fruit}: {future.result()} cents")
    print(*sorted(answers), sep="\n")


if __name__ == "__main__":
    main()
