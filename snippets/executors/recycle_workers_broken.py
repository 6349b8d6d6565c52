# /// script
# [tool.sample]
# start-methods = ["fork"]
# expect = "error"
# error = "ValueError"
# ///
"""A pool that forks its workers cannot replace them after so many
tasks."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def main() -> None:
    with ProcessPoolExecutor(
        max_workers=1,
        mp_context=get_context("fork"),
        max_tasks_per_child=1,
    ) as pool:
        print("sum:", pool.submit(sum, (1, 2)).result())


if __name__ == "__main__":
    main()
