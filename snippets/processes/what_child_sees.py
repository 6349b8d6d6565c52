# /// script
# [tool.sample.variants.forked]
# start-method = "fork"
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A global that the parent changes while it runs reaches forked
children only."""

import sys
from multiprocessing import Process

price = "the price in the file"


def show_price() -> None:
    print("child sees ", price)


def main() -> None:
    global price
    price = "the new price"
    child = Process(target=show_price)
    child.start()
    child.join()
    print("parent sees", price)
    if child.exitcode != 0:
        sys.exit(f"the child ended with exit code {child.exitcode}")


if __name__ == "__main__":
    main()
