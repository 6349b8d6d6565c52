# /// script
# [tool.sample.spared]
# raise = "kept small to be explored; main sees no error of theirs"
# grow = "each further thread multiplies the orders"
# [[tool.sample.shows]]
# says = "the lock holds from the check to the booking"
# without = "with self.lock:"
# ///
"""The last seat is given away once, since a lock holds from the check
to the booking."""

from threading import Lock, Thread


class Room:
    def __init__(self) -> None:
        self.free = True
        self.guests: list[str] = []
        self.lock = Lock()

    def book(self, guest: str) -> None:
        with self.lock:
            if self.free:
                self.free = False
                self.guests.append(guest)


def main() -> None:
    room = Room()
    threads = [
        Thread(target=room.book, args=("a guest",)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("guests on one seat:", len(room.guests))


if __name__ == "__main__":
    main()
