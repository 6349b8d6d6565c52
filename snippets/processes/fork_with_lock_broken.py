# /// script
# [tool.sample]
# expect = "hang"
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# ///
"""A forked child inherits a lock that another thread holds, but not the
thread that would release it."""

from multiprocessing import get_context
from threading import Lock, Thread

journal = Lock()
lines: list[str] = []


def report() -> None:
    with journal:
        lines.append("written by the child")


def main() -> None:
    child = get_context("fork").Process(target=report)
    helper = Thread(target=child.start)
    with journal:  # main writes while its helper starts a process
        helper.start()
        helper.join()
    print("the journal is free:", not journal.locked())
    child.join()
    print("exit code of the child:", child.exitcode)


if __name__ == "__main__":
    main()
