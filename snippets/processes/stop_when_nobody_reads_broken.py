# /// script
# [tool.sample]
# expect = "error"
# error = "BrokenPipeError: [Errno 32] Broken pipe"
# systems = ["linux", "macos"]
# ///
"""Something is sent after the reader is gone."""

from multiprocessing import Pipe


def main() -> None:
    near, far = Pipe()
    far.close()
    near.send("bread")


if __name__ == "__main__":
    main()
