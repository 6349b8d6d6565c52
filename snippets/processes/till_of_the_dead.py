# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""A lock on a file is given back by the system when its holder dies."""

import fcntl
import signal
import sys
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from tempfile import NamedTemporaryFile


def count(till: str, line: Connection) -> None:
    with open(till) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        line.send("counting")
        line.poll(timeout=10)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    ours, theirs = Pipe()
    with NamedTemporaryFile() as till, ours:
        cashier = Process(target=count, args=(till.name, theirs))
        cashier.start()
        theirs.close()
        ours.recv()
        cashier.kill()
        cashier.join()
        fcntl.flock(till, fcntl.LOCK_EX)
        print("the till is free")


if __name__ == "__main__":
    main()
