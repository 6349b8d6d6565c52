"""Two guests both find the room free before either books it, so both
get it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

GUESTS = ["Ada", "Grace"]
WORKERS = 2


class Booking:
    def __init__(self, guest: str) -> None:
        self.guest = guest


class Hotel:
    def __init__(self) -> None:
        self.plan: dict[int, Booking] = {}
        self.both = Barrier(2, timeout=10)

    def book(self, guest: str) -> bool:
        mine = Booking(guest)
        if 7 in self.plan:
            return False
        self.both.wait()  # both have looked, neither has booked
        self.plan[7] = mine
        return True


def main() -> None:
    hotel = Hotel()
    with ThreadPoolExecutor(WORKERS) as pool:
        got = list(pool.map(hotel.book, GUESTS))
    print("guests who got room 7:", sum(got))


if __name__ == "__main__":
    main()
