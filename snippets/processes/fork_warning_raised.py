# /// script
# [tool.sample]
# start-methods = ["fork"]
# systems = ["linux", "macos"]
# [tool.sample.variants.older]
# python = "<3.15"
# ///
"""Where warnings are made errors, the start raises this one, and yet
the child runs."""

import warnings
from multiprocessing import Pipe, get_context
from threading import Event, Thread


def main() -> None:
    warnings.simplefilter("error")
    closing = Event()
    clerk = Thread(target=closing.wait)
    clerk.start()
    till, shop = Pipe()
    fork = get_context("fork")
    child = fork.Process(target=shop.send, args=("sold tea",))
    try:
        child.start()
    except DeprecationWarning:
        print("the start raised DeprecationWarning")
    print("the child says:", till.recv())
    closing.set()
    clerk.join()


if __name__ == "__main__":
    main()
