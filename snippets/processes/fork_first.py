# /// script
# [tool.sample]
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A child that is forked before the first thread starts inherits a free
lock."""

import sys
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from threading import Lock

till = Lock()


def count() -> None:
    with till:
        print("counted")


def sell(item: str) -> None:
    with till:
        print("sold:", item)


def main() -> None:
    child = get_context("fork").Process(target=sell, args=("tea",))
    child.start()
    child.join()
    with ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(count).result()
    print("exit code of the child:", child.exitcode)
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
