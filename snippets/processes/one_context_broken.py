# /// script
# [tool.sample]
# start-methods = ["spawn"]
# systems = ["linux", "macos"]
# expect = "error"
# error = "RuntimeError"
# [tool.sample.variants.newer]
# python = ">=3.14"
# ///
"""A lock made for forked processes is refused by a spawned one."""

from multiprocessing import get_context, synchronize


def save(lock: synchronize.Lock) -> None:
    with lock:
        print("the page is saved")


def main() -> None:
    lock = get_context("fork").Lock()
    child = get_context("spawn").Process(target=save, args=(lock,))
    child.start()
    child.join()


if __name__ == "__main__":
    main()
