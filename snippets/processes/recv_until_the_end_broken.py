# /// script
# [tool.sample]
# expect = "error"
# error = "EOFError"
# ///
"""The other end of a pipe is closed, and one more message is asked
for."""

from multiprocessing import Pipe


def main() -> None:
    near, far = Pipe()
    far.send("bread")
    far.close()
    for _ in range(2):
        print("got:", near.recv())


if __name__ == "__main__":
    main()
