# /// script
# [tool.sample]
# systems = ["linux"]
# ///
"""The parent, which has started both, joins them."""

import sys
from multiprocessing import get_context

FORK = get_context("fork")


def count() -> None:
    sum(range(100_000))


def main() -> None:
    counter = FORK.Process(target=count)
    counter.start()
    counter.join()
    print("exit code of the counter:", counter.exitcode)
    sys.exit(counter.exitcode)


if __name__ == "__main__":
    main()
