# /// script
# requires-python = ">=3.13"
# [tool.sample]
# expect = "error"
# error = "ShutDown"
# ///
"""A queue that was shut down takes no further item."""

from queue import Queue


def main() -> None:
    orders: Queue[str] = Queue()
    orders.put("bread")
    orders.shutdown()
    orders.put("milk")


if __name__ == "__main__":
    main()
