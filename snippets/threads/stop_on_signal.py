"""On Ctrl-C and SIGTERM what waits is cancelled, what runs is asked to
stop, and the exit status names the signal."""

import signal
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from threading import Event

PAGES = [f"page {number}" for number in range(1, 21)]
WORKERS = 4


def fetch(page: str, stop: Event) -> str:
    for _ in range(3):
        if stop.wait(0.01):  # stands for one part of the download
            return f"{page} is left"
    return f"{page} is here"


def leave(number: int, frame: object) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def main() -> None:
    stop, pool = Event(), ThreadPoolExecutor(WORKERS)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    with ExitStack() as at_end:
        at_end.callback(pool.shutdown, cancel_futures=True)
        at_end.callback(stop.set)
        tasks = [pool.submit(fetch, page, stop) for page in PAGES]
        done = [task.result() for task in as_completed(tasks)]
    print("fetched:", len(done), "of", len(PAGES))


if __name__ == "__main__":
    main()
