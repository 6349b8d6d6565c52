# /// script
# requires-python = """>=3.13.15, !=3.14.0, !=3.14.1, !=3.14.2, \
#   !=3.14.3, !=3.14.4, !=3.14.5, !=3.14.6"""
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""A pool that spawns its workers can replace each of them after so many
tasks."""

import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

TASKS = range(8)


def worker_of(task: int) -> int:
    return os.getpid()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ProcessPoolExecutor(
        max_workers=1,
        mp_context=get_context("spawn"),
        max_tasks_per_child=2,
    ) as pool:
        workers = set(pool.map(worker_of, TASKS))
    print("tasks:", len(TASKS), "workers:", len(workers))


if __name__ == "__main__":
    main()
