"""A print of two words writes four pieces, and the line of another
thread gets in between."""

from threading import Event, Thread


class Paper:
    def __init__(self) -> None:
        self.text = ""
        self.begun, self.resume = Event(), Event()

    def write(self, piece: str) -> None:
        self.text += piece
        if piece.startswith("tea"):
            self.begun.set()
            self.resume.wait()  # another thread has its turn here


def order_tea(paper: Paper) -> None:
    print("tea", "please", file=paper)


def main() -> None:
    paper = Paper()
    guest = Thread(target=order_tea, args=(paper,))
    guest.start()
    paper.begun.wait()
    print("cake", "please", file=paper)
    paper.resume.set()
    guest.join()
    print(paper.text, end="")


if __name__ == "__main__":
    main()
