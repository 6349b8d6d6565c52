# /// script
# [tool.sample]
# expect = "error"
# error = "EOFError"
# systems = ["linux", "macos"]
# ///
"""The other end of a pipe is closed, and one more message is asked
for."""

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
    for _ in range(len(WORDS) + 1):
        print("got:", near.recv())
    sender.join(timeout=10)
    if sender.exitcode != 0:
        sys.exit(f"exit code of the sender: {sender.exitcode}")


if __name__ == "__main__":
    main()
