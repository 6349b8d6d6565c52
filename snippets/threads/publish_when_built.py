# /// script
# [tool.sample.spared]
# raise = "kept small to be explored; main sees no error of theirs"
# grow = "each further thread multiplies the orders"
# ///
"""A reader sees the whole menu, since it is written to its end before
it is hung up."""

from threading import Event, Thread


class Board:
    def __init__(self) -> None:
        self.menu: list[str] = []
        self.hung_up = Event()
        self.seen = 0

    def write(self) -> None:
        menu = ["soup", "fish"]
        self.menu = menu
        self.hung_up.set()

    def read(self) -> None:
        if self.hung_up.wait(timeout=10):
            self.seen = len(self.menu)


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
