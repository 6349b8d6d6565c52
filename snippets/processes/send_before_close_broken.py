# /// script
# [tool.sample]
# expect = "error"
# error = "OSError: handle is closed"
# ///
"""Something is sent by an end of a pipe that was closed."""

from multiprocessing import Pipe


def main() -> None:
    near, _far = Pipe()
    near.close()
    near.send("bread")


if __name__ == "__main__":
    main()
