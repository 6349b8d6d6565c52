"""Brackets around one text make no tuple, so each of its letters is an
argument."""

from threading import Thread


def fetch(page: str) -> None:
    print("fetching", page)


def main() -> None:
    fetcher = Thread(target=fetch, args=("/news"))
    fetcher.start()
    fetcher.join()


if __name__ == "__main__":
    main()
