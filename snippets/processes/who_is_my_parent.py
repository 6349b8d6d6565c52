# /// script
# [tool.sample.variants.server]
# start-method = "forkserver"
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""The parent that the system names need not be the process that started
the child."""

import os
import sys
from multiprocessing import Process, parent_process


def ask(creator: int) -> None:
    parent = parent_process()
    assert parent is not None
    print("the creator is parent_process():", parent.pid == creator)
    print("the creator is os.getppid():    ", os.getppid() == creator)


def main() -> None:
    child = Process(target=ask, args=(os.getpid(),))
    child.start()
    child.join()
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
