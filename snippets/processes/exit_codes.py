# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# raise = "its children fail on purpose"
# kill = "its children fail on purpose"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""The exit code tells how a process ended: well, by your own number, by
an exception or by a signal."""

import os
import signal
import sys
from multiprocessing import Process


def finish() -> None:
    pass


def refuse() -> None:
    sys.exit(3)


def fail() -> None:
    raise ValueError("no bread today")


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    for ending in (finish, refuse, fail, be_killed):
        child = Process(target=ending)
        child.start()
        child.join()
        print(ending.__name__, child.exitcode)


if __name__ == "__main__":
    main()
