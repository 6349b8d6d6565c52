# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A process that is asked to stop runs its finally block and ends by
itself."""

import sys
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection


def serve(line: Connection, parents_end: Connection) -> None:
    parents_end.close()
    try:
        line.send("at work")
        while not line.poll(timeout=1):
            pass  # here it does the next piece of work
    finally:
        print("the open orders are saved")


def main() -> None:
    ours, theirs = Pipe()
    worker = Process(target=serve, args=(theirs, ours), daemon=True)
    with ours:
        worker.start()
        theirs.close()
        print("the worker is", ours.recv(), flush=True)
        ours.close()
        worker.join(timeout=10)
        print("exit code of the worker:", worker.exitcode)
    sys.exit(worker.exitcode)


if __name__ == "__main__":
    main()
