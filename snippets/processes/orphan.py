"""A worker that waits for its parent's end too ends with it."""

import signal
import sys
from multiprocessing import Pipe, Process, get_context, parent_process
from multiprocessing.connection import Connection, wait


def work(line: Connection) -> None:
    parent = parent_process()
    assert parent is not None
    line.send("at work")
    while wait([line, parent.sentinel], timeout=10) == [line]:
        line.recv()


def run_service(line: Connection) -> None:
    worker = get_context("spawn").Process(target=work, args=(line,))
    worker.start()
    line.close()
    worker.join()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    ours, theirs = Pipe()
    service = Process(target=run_service, args=(theirs,))
    service.start()
    try:
        theirs.close()
        print("the worker is", ours.recv())
    finally:
        service.kill()
        service.join()
    try:
        ours.recv()
    except EOFError:
        print("the service is gone, the worker too")


if __name__ == "__main__":
    main()
