# /// script
# [tool.sample]
# expect = "error"
# error = "AssertionError: group argument must be None for now"
# ///
"""The first argument of a thread is no function."""

from threading import Thread


def main() -> None:
    baker = Thread(print, args=("bread is ready",))  # type: ignore
    baker.start()
    baker.join()


if __name__ == "__main__":
    main()
