# /// script
# [tool.sample]
# expect = "hang"
# limit = 1
# ///
"""A function that takes a lock twice waits for itself."""

from threading import Lock

door = Lock()


def enter() -> str:
    with door, door:
        return "inside"


def main() -> None:
    print("at the door")
    print(enter())


if __name__ == "__main__":
    main()
