# /// script
# [tool.sample]
# expect = "hang"
# ///
"""The notice comes before anybody listens, and the reader waits for
it for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Condition


class Inbox:
    def __init__(self) -> None:
        self.arrived, self.letters = Condition(), list[str]()

    def put(self, letter: str) -> None:
        with self.arrived:
            self.letters.append(letter)
            self.arrived.notify()

    def take(self) -> str:
        with self.arrived:
            self.arrived.wait()
            return self.letters.pop(0)


def main() -> None:
    inbox = Inbox()
    with ThreadPoolExecutor() as pool:
        pool.submit(inbox.put, "from Ada").result()
    print("in the inbox:", inbox.letters)
    print("taken:", inbox.take())


if __name__ == "__main__":
    main()
