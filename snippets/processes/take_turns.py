"""Of two processes that both send much, one receives first."""

import signal
import sys
from multiprocessing import Pipe, Process, connection

SIZE = 300_000


def check(link: connection.Connection) -> None:
    page: bytes = link.recv()
    link.send(bytes(SIZE))
    print("kilobytes for the child:", len(page) // 1000)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    ours, theirs = Pipe()
    child = Process(target=check, args=(theirs,), daemon=True)
    child.start()
    try:
        theirs.close()
        ours.send(bytes(SIZE))
        answer: bytes = ours.recv()
        child.join()
    finally:
        child.kill()  # a SIGTERM can be lost after a fork
    print("kilobytes for the parent:", len(answer) // 1000)
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
