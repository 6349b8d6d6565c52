# /// script
# [tool.sample]
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# ///
"""A dict of a manager that has ended has nobody to talk to."""

from multiprocessing import get_context
from multiprocessing.managers import DictProxy


def note(prices: "DictProxy[str, int]") -> None:
    prices["tea"] = 3


def main() -> None:
    fork = get_context("fork")
    with fork.Manager() as manager:
        prices: DictProxy[str, int] = manager.dict()
        child = fork.Process(target=note, args=(prices,))
    child.start()
    child.join()
    print("exit code:", child.exitcode)


if __name__ == "__main__":
    main()
