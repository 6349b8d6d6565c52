"""Two guests both find no list for their room, and the second list
replaces the first with its guest."""

from threading import Barrier, Thread

meeting = Barrier(2)


def enter(book: dict[str, list[str]]) -> None:
    guests = book.get("12")
    meeting.wait(timeout=10)  # arranged
    if guests is None:
        guests = book["12"] = []
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
