# /// script
# [tool.sample.variants.forked]
# start-method = "fork"
# ///
"""A global that the parent changes while it runs reaches forked
children only."""

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


if __name__ == "__main__":
    main()
