"""A pipe ends for its reader when nobody holds the other end any more,
the reader included."""

import signal
import sys
from multiprocessing import Pipe, Process, connection

PAGES = ["red fish", "one fish two fish"]


def count_words(
    pages: list[str], sender: connection.Connection
) -> None:
    for page in pages:
        sender.send(f"{page}: {len(page.split())}")


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    receiver, sender = Pipe(duplex=False)
    child = Process(
        target=count_words, args=(PAGES, sender), daemon=True
    )
    child.start()
    try:
        sender.close()
        while True:
            print("got", receiver.recv())
    except EOFError:
        print("no more comes")
        child.join()
    finally:
        child.kill()  # a SIGTERM can be lost after a fork
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
