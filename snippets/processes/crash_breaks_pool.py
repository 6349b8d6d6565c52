"""A crash in a pool takes every unfinished task along; what finished
before keeps its result."""

import os
import time
from concurrent.futures import ProcessPoolExecutor


def bake(loaf: str) -> str:
    return f"{loaf} is ready"


def bake_slowly(loaf: str) -> str:
    time.sleep(600)  # stands for a long time in the oven
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
    print("running: ", type(running.exception()).__name__)
    print("crashing:", type(crashing.exception()).__name__)


if __name__ == "__main__":
    main()
