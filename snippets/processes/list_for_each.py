# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""The map of an executor takes one list for each argument."""

from concurrent.futures import ProcessPoolExecutor

ITEMS = ["bread", "milk"]
PLACES = ["shelf", "fridge"]


def move(item: str, place: str) -> str:
    return f"{item}: {place}"


def main() -> None:
    with ProcessPoolExecutor(2) as pool:
        print(*pool.map(move, ITEMS, PLACES))


if __name__ == "__main__":
    main()
