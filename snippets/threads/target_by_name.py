# /// script
# [tool.sample.spared]
# raise = "a plain Thread prints its error, and the status stays 0"
# ///
"""The target is named and not called, so the thread calls it."""

from threading import Thread


def fetch(page: str) -> str:
    print("fetching", page)
    return page


def main() -> None:
    fetcher = Thread(target=fetch, args=("/news",))
    fetcher.start()
    fetcher.join()


if __name__ == "__main__":
    main()
