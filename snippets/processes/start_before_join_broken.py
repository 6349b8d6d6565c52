# /// script
# [tool.sample]
# expect = "error"
# error = "AssertionError: can only join a started process"
# ///
"""A process that was never started cannot be joined."""

from multiprocessing import Process

PAGES = ["first page", "second page"]


def count(page: str) -> None:
    pass


def main() -> None:
    children = [Process(target=count, args=(page,)) for page in PAGES]
    for child in children[:1]:
        child.start()
    for child in children:
        child.join()
    print("joined:", len(children))


if __name__ == "__main__":
    main()
