# /// script
# [tool.sample]
# start-methods = ["fork"]
# expect = "error"
# error = "ValueError"
# ///
"""A pool that forks its workers cannot replace them after so many
tasks."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

TASKS = range(8)


def worker_of(task: int) -> int:
    return os.getpid()


def main() -> None:
    with ProcessPoolExecutor(
        max_workers=1,
        mp_context=get_context("fork"),
        max_tasks_per_child=2,
    ) as pool:
        workers = set(pool.map(worker_of, TASKS))
    print("tasks:", len(TASKS), "workers:", len(workers))


if __name__ == "__main__":
    main()
