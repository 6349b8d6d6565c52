# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError: 'timeout' must be a non-negative number"
# ///
"""The time that was left has run out, and the queue refuses a timeout
below zero."""

from queue import Empty, Queue


def main() -> None:
    orders: Queue[str] = Queue()
    left = 1.0 - 1.5
    try:
        print(orders.get(timeout=left))
    except Empty:
        print("no order in time")


if __name__ == "__main__":
    main()
