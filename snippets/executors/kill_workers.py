# /// script
# requires-python = ">=3.14"
# ///
"""Killing a pool's workers ends every task, also one that will not end
itself, and whatever happens in between."""

import signal
import sys
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import ExitStack
from time import sleep

WORKERS = 2


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    pool = ProcessPoolExecutor(WORKERS)
    with ExitStack() as end:
        end.callback(pool.kill_workers)  # fails at once if missing
        print("quick task:", pool.submit(abs, -2).result(timeout=10))
        stuck = pool.submit(sleep, 3600)
        if wait([stuck], timeout=0.2).done:
            stuck.result()
        else:
            print("out of time")
    print("stuck task ended:", bool(wait([stuck], timeout=10).done))


if __name__ == "__main__":
    main()
