# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A join directly after each start waits for the first thread before
the second one has begun."""

import sys
from threading import Barrier, Thread

PAGES = ["news", "weather"]


def fetch(page: str, all_wait: Barrier, got: list[str]) -> None:
    all_wait.wait()  # ends when all are here
    got.append(page)


def main() -> None:
    all_wait = Barrier(len(PAGES))
    got: list[str] = []
    threads = [
        Thread(target=fetch, args=(page, all_wait, got))
        for page in PAGES
    ]
    print("fetching two pages")
    for thread in threads:
        thread.start()
        thread.join()
    if len(got) < len(PAGES):
        sys.exit("a thread failed")
    print("fetched:", sorted(got))


if __name__ == "__main__":
    main()
