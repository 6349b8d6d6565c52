# /// script
# [tool.sample]
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# ///
"""A process that forks before it has a second thread is not warned."""

import os
import warnings
from multiprocessing import get_context
from threading import Event, Thread


def main() -> None:
    closing = Event()
    clerk = Thread(target=closing.wait)
    child = get_context("fork").Process(target=print, args=("sold",))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        child.start()
    clerk.start()
    child.join()
    for warning in caught:
        words = str(warning.message).replace(str(os.getpid()), "...")
        print(f"{warning.category.__name__}: {words}")
    closing.set()
    clerk.join()


if __name__ == "__main__":
    main()
