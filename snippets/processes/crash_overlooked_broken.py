# /// script
# [tool.sample]
# expect = "hang"
# limit = 6
# start-methods = ["spawn"]
# [tool.sample.variants.older]
# python = "<3.11.6"
# expect = "ok"
# ///
"""A pool can overlook the crash of the worker that it started last, and
who waits for that task inside the with block waits for ever."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from threading import Event


class Recipes:
    def __getstate__(self) -> object:
        time.sleep(1)  # stands for much data for each new worker
        return self.__dict__


def learn(recipes: Recipes) -> None:
    pass


def bake_for_ever() -> None:
    Event().wait()


def crash() -> None:
    os._exit(70)


def main() -> None:
    spawn = get_context("spawn")
    with ProcessPoolExecutor(2, spawn, learn, (Recipes(),)) as pool:
        pool.submit(bake_for_ever)
        crashing = pool.submit(crash)
        print("both tasks are submitted")
        print(type(crashing.exception()).__name__)


if __name__ == "__main__":
    main()
