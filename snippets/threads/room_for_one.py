"""A semaphore begins with at least one place."""

from threading import Semaphore


def main() -> None:
    guests, seats = 6, 4
    free = Semaphore(max(1, seats - guests))
    print("a seat:", free.acquire(blocking=False))


if __name__ == "__main__":
    main()
