# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Whoever sends to a process that may have ended says how it ended."""

import sys
from multiprocessing import Pipe, Process, connection


def read_one(receiver: connection.Connection) -> None:
    print("got the", receiver.recv())


def main() -> None:
    receiver, sender = Pipe(duplex=False)
    child = Process(target=read_one, args=(receiver,), daemon=True)
    child.start()
    receiver.close()
    sender.send("first page")
    child.join()
    try:
        sender.send("second page")
    except BrokenPipeError:
        print("the child had ended, exit code", child.exitcode)
    sys.exit(child.exitcode)


if __name__ == "__main__":
    main()
