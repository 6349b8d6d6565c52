# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# idle = "an executor overlooks it at its very end"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Who needs a certain start method asks for its context."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def count_words(page: str) -> int:
    return len(page.split())


def count_all(pages: list[str]) -> int:
    spawn = get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        return sum(pool.map(count_words, pages))


def main() -> None:
    for pages in (["red fish", "blue fish"], ["one fish two fish"]):
        print("words:", count_all(pages))


if __name__ == "__main__":
    main()
