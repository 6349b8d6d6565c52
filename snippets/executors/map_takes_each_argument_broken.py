# /// script
# [tool.sample]
# expect = "error"
# error = "TypeError"
# ///
"""The pool hands each pair over as one argument, and the function wants
two."""

from concurrent.futures import ThreadPoolExecutor

PAIRS = [("bread", "shelf"), ("milk", "fridge")]


def move(item: str, place: str) -> str:
    return f"{item}: {place}"


def main() -> None:
    with ThreadPoolExecutor() as pool:
        print(*pool.map(move, PAIRS))


if __name__ == "__main__":
    main()
