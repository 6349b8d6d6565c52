# /// script
# [tool.sample]
# arranged = "a barrier keeps each fetch waiting until all have begun"
# use = "threads/fetch_pages"
# ///
"""All threads are started before the first one is joined, so their
waits pass together."""

import sys
from threading import Barrier, Thread

PAGES = ["news", "weather"]


def fetch(page: str, all_wait: Barrier, got: list[str]) -> None:
    all_wait.wait(10)  # arranged
    got.append(page)


def main() -> None:
    all_wait = Barrier(len(PAGES))  # arranged
    got: list[str] = []
    threads = [
        Thread(target=fetch, args=(page, all_wait, got))
        for page in PAGES
    ]
    print("fetching two pages")
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(got) < len(PAGES):
        sys.exit("a thread failed")
    print("fetched:", sorted(got))


if __name__ == "__main__":
    main()
