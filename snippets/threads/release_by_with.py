"""A with block releases its lock once, whatever happens in it."""

from threading import Lock


def main() -> None:
    door = Lock()
    with door:
        print("inside")
    print("locked:", door.locked())


if __name__ == "__main__":
    main()
