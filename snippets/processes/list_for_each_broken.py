# /// script
# [tool.sample]
# expect = "error"
# error = "TypeError"
# ///
"""The map of a Pool takes one list, and the second one is taken for the
chunk size."""

from multiprocessing import Pool

ITEMS = ["bread", "milk"]
PLACES = ["shelf", "fridge"]


def move(item: str, place: str) -> str:
    return f"{item}: {place}"


def main() -> None:
    with Pool(2) as pool:
        print(*pool.map(move, ITEMS, PLACES))  # type: ignore


if __name__ == "__main__":
    main()
