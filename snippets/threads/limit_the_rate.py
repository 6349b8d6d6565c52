# /// script
# [[tool.sample.shows]]
# says = "the lock gives each moment once"
# without = "with self.lock:"
# ///
"""All threads share one limiter, which gives each request the next free
moment, so that no more than a given number are due in a second."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, repeat
from threading import Lock

PAGES = [f"page {number}" for number in range(1, 7)]
WORKERS, PER_SECOND = 8, 20.0


class Limiter:
    def __init__(self, per_second: float) -> None:
        self.gap, self.next, self.lock = 1 / per_second, 0.0, Lock()

    def take_turn(self) -> float:
        with self.lock:
            moment = max(time.monotonic(), self.next)
            self.next = moment + self.gap
        # until its moment has come
        time.sleep(max(0, moment - time.monotonic()))
        return moment


def fetch(page: str, limiter: Limiter) -> float:
    moment = limiter.take_turn()
    page.upper()
    return moment


def main() -> None:
    limiter = Limiter(PER_SECOND)
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            begun = sorted(pool.map(fetch, PAGES, repeat(limiter)))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    gaps = [later - earlier for earlier, later in pairwise(begun)]
    print("requests:", len(begun))
    print("too close:", sum(gap < 0.999 / PER_SECOND for gap in gaps))


if __name__ == "__main__":
    main()
