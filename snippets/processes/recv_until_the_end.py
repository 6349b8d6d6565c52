# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""EOFError is taken for the end of the messages."""

import sys
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection

WORDS = ["bread", "milk"]


def send_all(far: Connection) -> None:
    for word in WORDS:
        far.send(word)


def main() -> None:
    near, far = Pipe(duplex=False)
    sender = Process(target=send_all, args=(far,), daemon=True)
    sender.start()
    far.close()
    try:
        while True:
            print("got:", near.recv())
    except EOFError:
        print("that was all")
    sender.join(timeout=10)
    if sender.exitcode != 0:
        sys.exit(f"exit code of the sender: {sender.exitcode}")


if __name__ == "__main__":
    main()
