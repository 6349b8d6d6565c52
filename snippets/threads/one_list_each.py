# /// script
# [tool.sample.spared]
# raise = "kept small to be explored; main sees no error of theirs"
# grow = "each further thread multiplies the orders"
# ///
"""Both guests of a room stay in the book, since setdefault finds or
makes their list in one step."""

from threading import Thread


def enter(book: dict[str, list[str]]) -> None:
    guests = book.setdefault("12", [])
    guests.append("a guest")


def main() -> None:
    book: dict[str, list[str]] = {}
    threads = [Thread(target=enter, args=(book,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("guests in room 12:", len(book["12"]))


if __name__ == "__main__":
    main()
