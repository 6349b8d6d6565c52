# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""Who reads first and joins afterwards gets the item and the end of the
process, or an error if the process died."""

import signal
import sys
from multiprocessing import Pipe, connection, get_context


def compress(pages: int, done: connection.Connection) -> None:
    done.send(bytes(pages * 1000))


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    receiver, done = Pipe(duplex=False)
    child = get_context("spawn").Process(
        target=compress, args=(1000, done), daemon=True
    )
    child.start()
    try:
        done.close()
        result: bytes = receiver.recv()
        child.join()
    finally:
        child.kill()
    print("kilobytes in the result:", len(result) // 1000)
    print("exit code of the child:", child.exitcode)


if __name__ == "__main__":
    main()
