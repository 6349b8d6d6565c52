# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A ProcessPoolExecutor reports a task whose worker crashed."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def crash() -> None:
    os._exit(70)


def main() -> None:
    with ProcessPoolExecutor(1) as pool:
        task = pool.submit(crash)
        print("the task is submitted")
        error = task.exception()
    print(type(error).__name__)
    sys.exit(not isinstance(error, BrokenProcessPool))


if __name__ == "__main__":
    main()
