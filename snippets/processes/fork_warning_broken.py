# /// script
# [tool.sample]
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# [tool.sample.variants.older]
# python = "<3.12"
# ///
"""A process that has a second thread is warned when it forks."""

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
        threads.submit(os.getpid).result()
        child.start()
    child.join()
    for warning in caught:
        words = str(warning.message).replace(str(os.getpid()), "...")
        print(f"{warning.category.__name__}: {words}")


if __name__ == "__main__":
    main()
