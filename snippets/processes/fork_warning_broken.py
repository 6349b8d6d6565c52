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
from multiprocessing import get_context
from threading import Event, Thread


def main() -> None:
    closing = Event()
    clerk = Thread(target=closing.wait)
    clerk.start()
    child = get_context("fork").Process(target=print, args=("sold",))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        child.start()
    child.join()
    for warning in caught:
        words = str(warning.message).replace(str(os.getpid()), "...")
        print(f"{warning.category.__name__}: {words}")
    closing.set()
    clerk.join()


if __name__ == "__main__":
    main()
