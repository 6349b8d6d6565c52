"""A lock that its owner may take again lets the function through."""

from threading import RLock

door = RLock()


def enter() -> str:
    with door, door:
        return "inside"


def main() -> None:
    print("at the door")
    print(enter())


if __name__ == "__main__":
    main()
