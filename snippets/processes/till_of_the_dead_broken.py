# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A lock whose holder was killed stays taken."""

from multiprocessing import Lock, Pipe, Process
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Lock as LockType


def count(till: LockType, line: Connection) -> None:
    with till:
        line.send("counting")
        line.poll(timeout=10)


def main() -> None:
    till = Lock()
    ours, theirs = Pipe()
    cashier = Process(target=count, args=(till, theirs))
    cashier.start()
    theirs.close()
    ours.recv()
    cashier.kill()
    cashier.join()
    with till:
        print("the till is free")


if __name__ == "__main__":
    main()
