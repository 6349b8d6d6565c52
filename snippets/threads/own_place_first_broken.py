# /// script
# [tool.sample]
# expect = "error"
# error = "AttributeError"
# ///
"""A second thread does not find what the first one has put into a
local."""

from concurrent.futures import ThreadPoolExecutor
from threading import local

here = local()


def visit() -> int:
    here.visits += 1
    return int(here.visits)


def main() -> None:
    here.visits = 0
    with ThreadPoolExecutor(1) as pool:
        print("visits:", pool.submit(visit).result())


if __name__ == "__main__":
    main()
