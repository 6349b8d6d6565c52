# /// script
# [tool.sample]
# guard = false
# start-methods = ["spawn"]
# [tool.sample.variants.older]
# python = "<3.11.5"
# ///
"""Without the guard a child starts a child of its own while it is still
importing the file, and fails."""

from multiprocessing import get_context


def report() -> None:
    print("the work is done")


def main() -> None:
    child = get_context("spawn").Process(target=report)
    child.start()
    child.join()
    print("exit code of the child:", child.exitcode)


main()
