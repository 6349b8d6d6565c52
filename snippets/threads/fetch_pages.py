"""One thread for each page: the waits pass together, and the answers
are read when every thread has ended."""

from threading import Thread
from time import sleep

PAGES = ["news", "weather", "sports"]


def fetch(page: str, sizes: dict[str, int]) -> None:
    sleep(0.1)  # stands for the answer of a server
    sizes[page] = len(page)


def main() -> None:
    sizes: dict[str, int] = {}
    threads = [
        Thread(target=fetch, args=(page, sizes)) for page in PAGES
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for page in PAGES:
        print(page, sizes[page])


if __name__ == "__main__":
    main()
