# /// script
# [tool.sample.spared]
# idle = "an executor overlooks it at its very end"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Each call returns its result, and the pool brings all of them back in
the order of the pages."""

from concurrent.futures import ProcessPoolExecutor

PAGES = ["red fish", "one fish two fish", "blue fish"]
WORKERS = 2


def count_words(page: str) -> int:
    return len(page.split())


def main() -> None:
    with ProcessPoolExecutor(WORKERS) as pool:
        results = list(pool.map(count_words, PAGES))
    print("results:", results)


if __name__ == "__main__":
    main()
