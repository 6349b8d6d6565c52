# /// script
# [tool.sample]
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A process that forks before it has a second thread is not warned."""

import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context


def main() -> None:
    child = get_context("fork").Process(target=print, args=("sold",))
    with (
        ThreadPoolExecutor(max_workers=1) as threads,
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always")
        child.start()
        threads.submit(os.getpid).result()
    child.join()
    for warning in caught:
        words = str(warning.message).replace(str(os.getpid()), "...")
        print(f"{warning.category.__name__}: {words}")


if __name__ == "__main__":
    main()
