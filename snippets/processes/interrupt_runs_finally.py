# /// script
# requires-python = ">=3.14"
# [tool.sample]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A process that is interrupted gets a KeyboardInterrupt, and its
finally block runs."""

import signal
import sys
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection


def serve(line: Connection, parents_end: Connection) -> None:
    parents_end.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        line.send("at work")
        line.poll(timeout=10)  # stands for a long piece of work
    except KeyboardInterrupt:
        print("the work is broken off")
    finally:
        print("the open orders are saved")


def main() -> None:
    ours, theirs = Pipe()
    worker = Process(target=serve, args=(theirs, ours))
    with ours:
        worker.start()
        theirs.close()
        print("the worker is", ours.recv(), flush=True)
        worker.interrupt()
        worker.join(timeout=10)
    print("exit code of the worker:", worker.exitcode)
    sys.exit(worker.exitcode)


if __name__ == "__main__":
    main()
