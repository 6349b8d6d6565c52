# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# start-methods = ["spawn"]
# ///
"""A spawned child has no copy of the listening socket, so the port is
free as soon as its parent has closed it."""

import signal
import sys
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, Listener


def work(line: Connection) -> None:
    line.poll(None)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    server = Listener(("127.0.0.1", 0))
    address, (ours, theirs) = server.address, Pipe()
    context = get_context("spawn")
    child = context.Process(target=work, args=(theirs,), daemon=True)
    child.start()
    try:
        theirs.close()
        server.close()
        print("the server has stopped, its child has not", flush=True)
        with Listener(address):
            print("the next server listens")
        ours.close()
        child.join(60)
    finally:
        child.kill()


if __name__ == "__main__":
    main()
