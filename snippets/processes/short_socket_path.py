# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""The socket lies in a folder with a short path."""

import signal
import sys
from multiprocessing.connection import Listener
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with TemporaryDirectory() as folder:
        path = Path(folder, "s")
        with Listener(str(path), "AF_UNIX"):
            print("listening")


if __name__ == "__main__":
    main()
