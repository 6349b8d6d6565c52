# /// script
# [tool.sample]
# expect = "error"
# error = "OSError: AF_UNIX path too long"
# systems = ["linux", "macos"]
# ///
"""The path of a socket is longer than the system allows."""

from multiprocessing.connection import Listener
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "long" * 30)
        with Listener(str(path), "AF_UNIX"):
            print("listening")


if __name__ == "__main__":
    main()
