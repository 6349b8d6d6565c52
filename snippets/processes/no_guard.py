# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""With the guard a child imports the file, starts nothing, and does its
work."""

from multiprocessing import get_context


def bake() -> None:
    print("the bread is ready")


def main() -> None:
    child = get_context("spawn").Process(target=bake)
    child.start()
    child.join()
    print("exit code of the child:", child.exitcode)


if __name__ == "__main__":
    main()
