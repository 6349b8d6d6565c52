"""The pool takes one list for each argument of the function."""

from concurrent.futures import ThreadPoolExecutor

PAIRS = [("bread", "shelf"), ("milk", "fridge")]


def move(item: str, place: str) -> str:
    return f"{item}: {place}"


def main() -> None:
    with ThreadPoolExecutor() as pool:
        print(*pool.map(move, *zip(*PAIRS, strict=True)))


if __name__ == "__main__":
    main()
