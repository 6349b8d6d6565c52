# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError"
# ///
"""An item is put into a queue that this process has closed."""

from multiprocessing import Queue


def main() -> None:
    orders: Queue[str] = Queue()
    orders.close()
    orders.put("bread")


if __name__ == "__main__":
    main()
