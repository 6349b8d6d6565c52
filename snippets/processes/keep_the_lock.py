# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A lock that the parent keeps until the children have ended reaches
all of them."""

import sys
from multiprocessing import get_context, synchronize

PAGES = ["first page", "second page"]


def save(page: str, lock: synchronize.Lock) -> None:
    with lock:
        print("saved the", page)


def main() -> None:
    spawn = get_context("spawn")
    lock = spawn.Lock()
    children = [
        spawn.Process(target=save, args=(page, lock), daemon=True)
        for page in PAGES
    ]
    for child in children:
        child.start()
        child.join(timeout=10)
    codes = [child.exitcode for child in children]
    print("exit codes:", codes)
    sys.exit(any(code != 0 for code in codes))


if __name__ == "__main__":
    main()
