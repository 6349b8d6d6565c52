# /// script
# [tool.sample]
# arranged = "a second thread prints when the word tea is written"
# use = "threads/run_workers"
# ///
"""One string that brings its own newline is written in one piece, so
the lines of two threads stay whole."""

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
            self.begun.set()  # arranged
            self.go_on.wait(10)  # arranged


def order_tea(paper: Paper) -> None:
    print("tea please\n", end="", file=paper)


def main() -> None:
    paper = Paper()
    with ThreadPoolExecutor() as pool, ExitStack() as at_end:
        at_end.callback(paper.go_on.set)  # arranged
        order = pool.submit(order_tea, paper)
        if not paper.begun.wait(10):  # arranged
            problem = order.exception(timeout=10)
            raise TimeoutError("nobody ordered tea") from problem
        print("cake please\n", end="", file=paper)
    order.result()
    print(paper.text, end="")


if __name__ == "__main__":
    main()
