"""A print of two words writes four pieces, and the line of another
thread gets in between."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event


class Paper:
    def __init__(self) -> None:
        self.text = ""
        self.begun, self.go_on = Event(), Event()

    def write(self, piece: str) -> None:
        self.text += piece
        if piece.startswith("tea"):
            self.begun.set()
            self.go_on.wait(10)  # another thread has its turn here


def order_tea(paper: Paper) -> None:
    print("tea", "please", file=paper)


def main() -> None:
    paper = Paper()
    with ThreadPoolExecutor() as pool, ExitStack() as at_end:
        at_end.callback(paper.go_on.set)
        order = pool.submit(order_tea, paper)
        if not paper.begun.wait(10):
            problem = order.exception(timeout=10)
            raise TimeoutError("nobody ordered tea") from problem
        print("cake", "please", file=paper)
    order.result()
    print(paper.text, end="")


if __name__ == "__main__":
    main()
