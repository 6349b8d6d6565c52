"""Two guests both find the last seat free before either has it."""

from threading import Barrier, Thread


class Room:
    def __init__(self) -> None:
        self.free = True
        self.guests: list[str] = []
        self.meeting = Barrier(2)

    def book(self, guest: str) -> None:
        if self.free:
            self.meeting.wait(timeout=10)  # arranged
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
