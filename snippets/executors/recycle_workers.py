# /// script
# [tool.sample]
# start-methods = ["spawn"]
# ///
"""A pool that spawns its workers can replace them after so many
tasks."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def main() -> None:
    with ProcessPoolExecutor(
        max_workers=1,
        mp_context=get_context("spawn"),
        max_tasks_per_child=1,
    ) as pool:
        print("sum:", pool.submit(sum, (1, 2)).result())


if __name__ == "__main__":
    main()
