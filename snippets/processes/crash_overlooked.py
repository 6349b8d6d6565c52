# /// script
# [tool.sample]
# arranged = "much data for each worker, and one that goes on working"
# use = "processes/crash_contained"
# start-methods = ["spawn"]
# [tool.sample.spared]
# raise = "a worker that fails while another starts hangs the pool"
# group = "a worker that dies while another starts hangs the pool"
# twice = "a worker that dies while another starts hangs the pool"
# kill = "a worker that dies while another starts hangs the pool"
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""At the end of its with block a pool looks at all its workers, so it
notices every crash."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import current_process, get_context
from threading import Event


class Recipes:
    def __getstate__(self) -> object:
        time.sleep(1)  # arranged
        return self.__dict__


def learn(recipes: Recipes) -> None:
    pass


def bake() -> None:
    if current_process().name == "SpawnProcess-2":
        os._exit(70)
    Event().wait(timeout=5)  # arranged


def main() -> None:
    spawn = get_context("spawn")
    with ProcessPoolExecutor(2, spawn, learn, (Recipes(),)) as pool:
        pool.submit(bake)
        last = pool.submit(bake)
        print("both tasks are submitted")
    print(type(last.exception()).__name__)


if __name__ == "__main__":
    main()
