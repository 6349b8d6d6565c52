# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# expect = "error"
# error = "OSError"
# ///
"""A forked child has a copy of the listening socket, so the port stays
taken when its parent has closed it."""

from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, Listener


def work(line: Connection) -> None:
    line.poll(None)


def main() -> None:
    server = Listener(("127.0.0.1", 0))
    address, (ours, theirs) = server.address, Pipe()
    context = get_context("fork")
    child = context.Process(target=work, args=(theirs,), daemon=True)
    child.start()
    server.close()
    print("the server has stopped, its child has not", flush=True)
    with Listener(address):
        print("the next server listens")
    ours.close()
    child.join()


if __name__ == "__main__":
    main()
