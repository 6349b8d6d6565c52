# /// script
# [tool.sample]
# start-methods = ["spawn"]
# [tool.sample.spared]
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""A task that knows its deadline ends itself in time."""

import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context
from time import monotonic


def find_square(wanted: int, deadline: float) -> str:
    for side in count(1):
        if side * side == wanted:
            return f"{wanted}: side {side}"
        if monotonic() > deadline:
            break
    return f"{wanted}: out of time"


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    now = monotonic()
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        found = pool.submit(find_square, 144, deadline=now + 60)
        endless = pool.submit(find_square, 145, deadline=now + 0.2)
        print(found.result())
        print(endless.result())


if __name__ == "__main__":
    main()
