# /// script
# [tool.sample]
# expect = "error"
# error = "RuntimeError: release unlocked lock"
# ///
"""A lock that is released twice is not held the second time."""

from threading import Lock


def main() -> None:
    door = Lock()
    door.acquire()
    try:
        print("inside")
        door.release()
    finally:
        door.release()


if __name__ == "__main__":
    main()
