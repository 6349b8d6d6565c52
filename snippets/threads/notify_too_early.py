"""The reader looks into the inbox first and listens only while it is
empty, so no notice is missed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Condition

LIMIT = 10


class Inbox:
    def __init__(self) -> None:
        self.arrived, self.letters = Condition(), list[str]()

    def put(self, letter: str) -> None:
        with self.arrived:
            self.letters.append(letter)
            self.arrived.notify()

    def take(self) -> str:
        with self.arrived:
            if not self.arrived.wait_for(lambda: self.letters, LIMIT):
                raise TimeoutError("no letter came")
            return self.letters.pop(0)


def main() -> None:
    inbox = Inbox()
    with ThreadPoolExecutor() as pool:
        pool.submit(inbox.put, "from Ada").result()
    print("in the inbox:", inbox.letters)
    print("taken:", inbox.take())


if __name__ == "__main__":
    main()
