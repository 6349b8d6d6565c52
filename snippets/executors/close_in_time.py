"""A pool gets its time to close, and then its workers are killed, so
that none of them can keep the program."""

import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children
from threading import Timer

PAGES = ["news", "weather", "sports", "music"]
SECONDS = 5
WORKERS = 2


def render(page: str) -> str:
    return f"<h1>{page}</h1>"


def kill_children() -> None:
    for child in active_children():
        child.kill()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    limit = Timer(SECONDS, kill_children)
    limit.daemon = True
    pool = ProcessPoolExecutor(WORKERS)
    try:
        print(*pool.map(render, PAGES))
    finally:
        limit.start()
        pool.shutdown(wait=True, cancel_futures=True)
        limit.cancel()


if __name__ == "__main__":
    main()
