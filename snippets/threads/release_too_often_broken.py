"""A Semaphore takes one release too many without a word, and lets
three cars onto two places."""

from threading import Semaphore


def leave(places: Semaphore) -> None:
    places.release()


def main() -> None:
    places = Semaphore(2)
    places.acquire()
    leave(places)
    try:
        leave(places)
    except ValueError as error:
        print("second release refused:", error)
    parked = 0
    while places.acquire(blocking=False):
        parked += 1
    print("cars on two places:", parked)


if __name__ == "__main__":
    main()
