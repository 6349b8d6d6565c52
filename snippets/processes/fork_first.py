# /// script
# [tool.sample]
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# ///
"""A child that is forked before the first thread starts inherits a free
lock."""

from multiprocessing import get_context
from threading import Lock, Thread

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
    clerk = Thread(target=count)
    clerk.start()
    clerk.join()
    print("exit code of the child:", child.exitcode)


if __name__ == "__main__":
    main()
