# /// script
# [tool.sample]
# start-methods = ["spawn"]
# systems = ["linux", "macos"]
# ///
"""A lock that nobody in the parent keeps is gone before the children
have started."""

from multiprocessing import get_context, synchronize

PAGES = ["first page", "second page"]


def save(page: str, lock: synchronize.Lock) -> None:
    with lock:
        print("saved the", page)


def main() -> None:
    spawn = get_context("spawn")
    children = [
        spawn.Process(target=save, args=(page, spawn.Lock()))
        for page in PAGES
    ]
    for child in children:
        child.start()
        child.join()
    print("exit codes:", [child.exitcode for child in children])


if __name__ == "__main__":
    main()
