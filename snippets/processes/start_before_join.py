# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Every process is started, and then every one is joined."""

import sys
from multiprocessing import Process

PAGES = ["first page", "second page"]


def count(page: str) -> None:
    pass


def main() -> None:
    children = [Process(target=count, args=(page,)) for page in PAGES]
    for child in children:
        child.start()
    for child in children:
        child.join()
    print("joined:", len(children))
    codes = [child.exitcode for child in children]
    if any(codes):
        sys.exit(f"exit codes of the children: {codes}")


if __name__ == "__main__":
    main()
