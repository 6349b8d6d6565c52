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
from multiprocessing import current_process, get_context
from threading import Event


class Recipes:
    def __getstate__(self) -> object:
        time.sleep(1)  # stands for much data for each new worker
        return self.__dict__


def learn(recipes: Recipes) -> None:
    pass


def bake() -> None:
    if current_process().name == "SpawnProcess-2":
        os._exit(70)
    Event().wait()


def main() -> None:
    spawn = get_context("spawn")
    with ProcessPoolExecutor(2, spawn, learn, (Recipes(),)) as pool:
        pool.submit(bake)
        last = pool.submit(bake)
        print("both tasks are submitted")
        print(type(last.exception()).__name__)


if __name__ == "__main__":
    main()
