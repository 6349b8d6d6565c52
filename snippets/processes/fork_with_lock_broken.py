# /// script
# [tool.sample]
# expect = "hang"
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# ///
"""A forked child inherits a lock that a thread holds, but not the
thread that would release it."""

from multiprocessing import get_context
from threading import Event, Lock, Thread

till = Lock()


def count(begun: Event, finish: Event) -> None:
    with till:
        begun.set()
        finish.wait()


def sell() -> None:
    with till:
        pass


def main() -> None:
    begun, finish = Event(), Event()
    clerk = Thread(target=count, args=(begun, finish))
    clerk.start()
    begun.wait()
    child = get_context("fork").Process(target=sell)
    child.start()
    finish.set()
    clerk.join()
    print("the till is free:", not till.locked())
    child.join()
    print("exit code of the child:", child.exitcode)


if __name__ == "__main__":
    main()
