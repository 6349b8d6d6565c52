# /// script
# [tool.sample]
# systems = ["linux"]
# ///
"""A pipe takes so much before somebody has to read."""

import os
from multiprocessing import Pipe

PIECE = 1024


def main() -> None:
    receiver, sender = Pipe(duplex=False)
    os.set_blocking(sender.fileno(), False)
    pieces = 0
    with receiver, sender:
        try:
            while os.write(sender.fileno(), bytes(PIECE)) == PIECE:
                pieces += 1
        except BlockingIOError:
            print("a pipe holds KiB:", pieces)


if __name__ == "__main__":
    main()
