# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A reader that stops at the end of the pipe gets all that was sent."""

import sys
from multiprocessing import Pipe, Process, connection

PAGES = ["first page", "second page"]


def send(pages: list[str], sender: connection.Connection) -> None:
    for page in pages:
        sender.send(page)


def main() -> None:
    receiver, sender = Pipe(duplex=False)
    child = Process(target=send, args=(PAGES, sender), daemon=True)
    child.start()
    sender.close()
    while True:
        try:
            print("got the", receiver.recv())
        except EOFError:
            break
    child.join()
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
