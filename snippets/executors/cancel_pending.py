# /// script
# [tool.sample]
# arranged = "the first film goes on until the rest is cancelled"
# use = "executors/stop_at_first_error"
# ///
"""Cancelling what is queued lets you leave after one task."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

FILMS = ["alps", "beach", "city"]
begun = Event()
may_end = Event()
converted: list[str] = []


def convert(film: str) -> None:
    begun.set()
    if not may_end.wait(10):  # arranged
        may_end.set()  # arranged
        raise TimeoutError("nobody let the film end")
    converted.append(film)


def main() -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        films = [pool.submit(convert, name) for name in FILMS]
        films[-1].add_done_callback(lambda _: may_end.set())  # arranged
        begun.wait(10)  # arranged
        try:
            films[0].result(timeout=0.1)
        except TimeoutError:
            print("too late, leaving")
            pool.shutdown(wait=True, cancel_futures=True)
    films[0].result()
    print("converted:", *converted)


if __name__ == "__main__":
    main()
