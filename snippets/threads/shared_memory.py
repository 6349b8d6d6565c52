"""Two threads, one after the other, add to the same list and write
to the same open file."""

from tempfile import TemporaryFile
from threading import Thread
from typing import IO


def sign(name: str, guests: list[str], book: IO[str]) -> None:
    guests.append(name)
    book.write(f"{name}\n")


def main() -> None:
    guests: list[str] = []
    with TemporaryFile("w+", dir=".") as book:
        for name in ("Ada", "Grace"):
            thread = Thread(target=sign, args=(name, guests, book))
            thread.start()
            thread.join()  # only then does the next one start
        book.seek(0)
        print("list:", guests)
        print("file:", book.read().split())


if __name__ == "__main__":
    main()
