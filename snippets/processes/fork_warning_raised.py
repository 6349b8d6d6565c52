# /// script
# [tool.sample]
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# [tool.sample.variants.older]
# python = "<3.15"
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""Where warnings are made errors, the start raises this one, and yet
the child runs."""

import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe, get_context


def main() -> None:
    warnings.simplefilter("error")
    fork = get_context("fork")
    receiver, sender = Pipe(duplex=False)
    child = fork.Process(target=sender.send, args=("sold tea",))
    with ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(os.getpid).result()
        try:
            child.start()
        except DeprecationWarning:
            print("the start raised DeprecationWarning")
    sender.close()
    print("the child says:", receiver.recv())


if __name__ == "__main__":
    main()
