"""Brackets behind the target call it at once, in the main thread, and
the thread tries to call what it returned."""

from threading import Thread


def fetch(page: str) -> str:
    print("fetching", page)
    return page


def main() -> None:
    fetcher = Thread(target=fetch("/news"))  # type: ignore
    fetcher.start()
    fetcher.join()


if __name__ == "__main__":
    main()
