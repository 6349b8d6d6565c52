# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError: semaphore initial value must be >= 0"
# ///
"""A semaphore cannot begin below zero."""

from threading import Semaphore


def main() -> None:
    guests, seats = 6, 4
    free = Semaphore(seats - guests)
    print("a seat:", free.acquire(blocking=False))


if __name__ == "__main__":
    main()
