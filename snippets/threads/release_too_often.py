"""A BoundedSemaphore refuses the release of a place that nobody took,
so two places stay two."""

from threading import BoundedSemaphore


def leave(places: BoundedSemaphore) -> None:
    places.release()


def main() -> None:
    places = BoundedSemaphore(2)
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
