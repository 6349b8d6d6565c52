"""A reader sees half a menu, since it is hung up before it is written
to its end."""

from threading import Event, Thread


class Board:
    def __init__(self) -> None:
        self.menu: list[str] = []
        self.hung_up = Event()
        self.looked = Event()
        self.seen = 0

    def write(self) -> None:
        self.menu = menu = ["soup"]
        self.hung_up.set()
        self.looked.wait(timeout=10)  # arranged
        menu.append("fish")

    def read(self) -> None:
        if self.hung_up.wait(timeout=10):
            self.seen = len(self.menu)
        self.looked.set()  # arranged


def main() -> None:
    board = Board()
    threads = [
        Thread(target=board.read),
        Thread(target=board.write),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("dishes read:", board.seen)


if __name__ == "__main__":
    main()
