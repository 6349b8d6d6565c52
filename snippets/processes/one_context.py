# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Lock and process come from one context."""

import sys
from multiprocessing import get_context, synchronize


def save(lock: synchronize.Lock) -> None:
    with lock:
        print("the page is saved")


def main() -> None:
    spawn = get_context("spawn")
    lock = spawn.Lock()
    child = spawn.Process(target=save, args=(lock,))
    child.start()
    child.join()
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
