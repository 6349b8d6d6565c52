"""On Ctrl-C and SIGTERM what waits is cancelled, what runs is asked to
stop, and the exit status names the signal."""

import signal
import sys
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack
from threading import Event

PAGES = [f"page {number}" for number in range(1, 21)]
WORKERS = 4
TICK = 0.1
heard: list[int] = []


def note(number: int, _: object) -> None:
    """Only note it: raised in a submit, it could leave a lock held. A
    second one ends the program at once."""
    signal.signal(number, signal.SIG_DFL)
    heard.append(number)


def fetch(page: str, stop: Event) -> str:
    for _ in range(3):
        if stop.wait(0.01):  # stands for one part of the download
            return f"{page} is left"
    return f"{page} is here"


def main() -> None:
    stop, pool = Event(), ThreadPoolExecutor(WORKERS)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    with ExitStack() as at_end:
        at_end.callback(pool.shutdown, cancel_futures=True)
        at_end.callback(stop.set)
        tasks = [pool.submit(fetch, page, stop) for page in PAGES]
        rest = set(tasks)
        while rest and not heard:
            ended, rest = wait(rest, TICK, FIRST_EXCEPTION)
            for task in ended:
                task.result()
        if heard:
            sys.exit(128 + heard[0])
    print("fetched:", len(tasks), "of", len(PAGES))


if __name__ == "__main__":
    main()
