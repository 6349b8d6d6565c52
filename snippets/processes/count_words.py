# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A function counts the words of a page in a process of its own, and
the program ends as that process did."""

import sys
from multiprocessing import Process

PAGE = "the quick brown fox jumps over the lazy dog"


def count_words(page: str) -> None:
    print("words on the page:", len(page.split()))


def main() -> None:
    child = Process(target=count_words, args=(PAGE,))
    child.start()
    child.join()
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
