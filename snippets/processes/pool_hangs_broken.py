# /// script
# [tool.sample]
# expect = "hang"
# ///
"""A Pool waits for ever for a task whose worker crashed."""

import os
from multiprocessing import Pool


def crash() -> None:
    os._exit(70)


def main() -> None:
    with Pool(1) as pool:
        task = pool.apply_async(crash)
        print("the task is submitted")
        print(task.get())


if __name__ == "__main__":
    main()
