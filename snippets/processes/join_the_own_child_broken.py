# /// script
# [tool.sample]
# systems = ["linux"]
# ///
"""A child joins another child, which is not its own."""

import sys
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

FORK = get_context("fork")


def count() -> None:
    sum(range(100_000))


def wait_for(other: BaseProcess) -> None:
    other.join()


def main() -> None:
    counter = FORK.Process(target=count)
    counter.start()
    waiter = FORK.Process(target=wait_for, args=(counter,))
    waiter.start()
    waiter.join()
    counter.join()
    print("exit code of the counter:", counter.exitcode)
    sys.exit(counter.exitcode)


if __name__ == "__main__":
    main()
