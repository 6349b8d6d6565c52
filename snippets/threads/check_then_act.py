"""Looking and booking in one call of setdefault gives the room to one
guest, even among namesakes."""

from concurrent.futures import ThreadPoolExecutor

GUESTS = ["Ada", "Grace"]
WORKERS = 2


class Booking:
    def __init__(self, guest: str) -> None:
        self.guest = guest


class Hotel:
    def __init__(self) -> None:
        self.plan: dict[int, Booking] = {}

    def book(self, guest: str) -> bool:
        mine = Booking(guest)  # another object for each request
        return self.plan.setdefault(7, mine) is mine


def main() -> None:
    hotel = Hotel()
    with ThreadPoolExecutor(WORKERS) as pool:
        got = list(pool.map(hotel.book, GUESTS))
    print("guests who got room 7:", sum(got))


if __name__ == "__main__":
    main()
