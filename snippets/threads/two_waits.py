# /// script
# [tool.sample]
# arranged = "a barrier keeps each wait open until both have begun"
# use = "threads/fetch_pages"
# ///
"""Two threads of one process wait at once: the barrier opens only
while both of them stand at it."""

import sys
from os import getpid
from threading import Barrier, Thread, get_native_id

PAGES = ["news", "weather"]


def fetch(
    page: str, all_wait: Barrier, log: list[tuple[str, int, int]]
) -> None:
    all_wait.wait(10)  # arranged
    log.append((page, getpid(), get_native_id()))


def main() -> None:
    all_wait = Barrier(len(PAGES))  # arranged
    log: list[tuple[str, int, int]] = []
    threads = [
        Thread(target=fetch, args=(page, all_wait, log))
        for page in PAGES
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(log) < len(PAGES):
        sys.exit("a thread failed")
    print("fetched:", sorted(page for page, _, _ in log))
    print("processes:", len({process for _, process, _ in log}))
    print("threads of the system:", len({thread for *_, thread in log}))


if __name__ == "__main__":
    main()
