# /// script
# [tool.sample.spared]
# raise = "a plain Thread prints its error, and the status stays 0"
# ///
"""A comma makes a tuple of one text."""

from threading import Thread


def fetch(page: str) -> None:
    print("fetching", page)


def main() -> None:
    fetcher = Thread(target=fetch, args=("/news",))
    fetcher.start()
    fetcher.join()


if __name__ == "__main__":
    main()
