# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# idle = "an executor overlooks it at its very end"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A run with each start method shows on Linux what happens elsewhere
and after an upgrade."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

PAGES = ["red fish", "one fish two fish"]
METHODS = ["spawn", "forkserver", "fork"]


def count_words(page: str) -> int:
    return len(page.split())


def main() -> None:
    for method in METHODS:
        context = get_context(method)
        with ProcessPoolExecutor(2, mp_context=context) as pool:
            print(method, list(pool.map(count_words, PAGES)))


if __name__ == "__main__":
    main()
