# /// script
# [tool.sample]
# arranged = "a long task still runs when another one crashes"
# use = "processes/crash_contained"
# [tool.sample.spared]
# interrupt = "on 3.11 it can hang at the end of a with block"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A crash in a pool takes every unfinished task along; what finished
before keeps its result."""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def bake(loaf: str) -> str:
    return f"{loaf} is ready"


def bake_slowly(loaf: str) -> str:
    time.sleep(10)  # arranged
    return f"{loaf} is ready"


def crash() -> None:
    os._exit(70)


def main() -> None:
    with ProcessPoolExecutor(max_workers=2) as pool:
        finished = pool.submit(bake, "white bread")
        finished.result()
        running = pool.submit(bake_slowly, "rye bread")
        crashing = pool.submit(crash)
    print("finished:", finished.result())
    errors = type(running.exception()), type(crashing.exception())
    print("running: ", errors[0].__name__)
    print("crashing:", errors[1].__name__)
    sys.exit(not {BrokenProcessPool, type(None)}.issuperset(errors))


if __name__ == "__main__":
    main()
