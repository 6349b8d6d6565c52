# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# ///
"""A process is a shelter: a crash in it ends its pool, and the program
goes on."""

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def bake(loaf: str) -> None:
    os.abort()  # stands for a crash in an extension written in C


def main() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        print("the bread is in the oven", flush=True)
        order = pool.submit(bake, "bread")
        try:
            order.result()
        except BrokenProcessPool as error:
            print("lost:", type(error).__name__)
    print("the bakery stays open")


if __name__ == "__main__":
    main()
