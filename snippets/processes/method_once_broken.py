# /// script
# [tool.sample]
# start-methods = ["spawn"]
# expect = "error"
# error = "RuntimeError: context has already been set"
# ///
"""A program chooses its start method a second time."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import set_start_method


def count_words(page: str) -> int:
    return len(page.split())


def count_all(pages: list[str]) -> int:
    set_start_method("spawn")
    with ProcessPoolExecutor(max_workers=2) as pool:
        return sum(pool.map(count_words, pages))


def main() -> None:
    for pages in (["red fish", "blue fish"], ["one fish two fish"]):
        print("words:", count_all(pages))


if __name__ == "__main__":
    main()
