# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError: cannot find context for 'forked'"
# ///
"""A start method is misspelt."""

from multiprocessing import get_context


def main() -> None:
    print("starts by:", get_context("forked").get_start_method())


if __name__ == "__main__":
    main()
