# /// script
# [tool.sample]
# start-methods = ["forkserver"]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A child of a fork server begins with a lock of its own, which is
free."""

import sys
from multiprocessing import get_context
from threading import Lock, Thread

journal = Lock()
lines: list[str] = []


def report() -> None:
    with journal:
        lines.append("written by the child")


def main() -> None:
    child = get_context("forkserver").Process(target=report)
    helper = Thread(target=child.start)
    with journal:  # main writes while its helper starts a process
        helper.start()
        helper.join()
    print("the journal is free:", not journal.locked())
    child.join()
    print("exit code of the child:", child.exitcode)
    sys.exit(child.exitcode)


if __name__ == "__main__":
    main()
