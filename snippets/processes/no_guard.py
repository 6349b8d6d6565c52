# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""With the guard a child imports the file, starts nothing, and does its
work."""

import sys
from multiprocessing import get_context


def report() -> None:
    print("the work is done")


def main() -> None:
    child = get_context("spawn").Process(target=report)
    child.start()
    child.join()
    print("exit code of the child:", child.exitcode)
    sys.exit(child.exitcode)


if __name__ == "__main__":
    main()
