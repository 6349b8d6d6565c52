# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# ///
"""The sender takes the error for the end of the reader."""

from multiprocessing import Pipe


def main() -> None:
    near, far = Pipe()
    far.close()
    try:
        near.send("bread")
    except BrokenPipeError:
        print("nobody reads any more")


if __name__ == "__main__":
    main()
