"""Two threads, one after the other, add to the same list and write
to the same open file."""

import sys
from tempfile import TemporaryFile
from threading import Thread
from typing import IO

NAMES = ["Ada", "Grace"]


def sign(name: str, guests: list[str], book: IO[str]) -> None:
    guests.append(name)
    book.write(f"{name}\n")


def main() -> None:
    guests: list[str] = []
    with TemporaryFile("w+") as book:
        for name in NAMES:
            thread = Thread(target=sign, args=(name, guests, book))
            thread.start()
            thread.join()  # only then does the next one start
        book.seek(0)
        signed = book.read().split()
    print("list:", guests)
    print("file:", signed)
    if signed != NAMES:
        sys.exit("a name is missing")


if __name__ == "__main__":
    main()
