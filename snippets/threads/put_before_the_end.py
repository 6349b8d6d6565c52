# /// script
# requires-python = ">=3.13"
# ///
"""The last item is put before the queue is shut down."""

from queue import Queue


def main() -> None:
    orders: Queue[str] = Queue()
    orders.put("bread")
    orders.put("milk")
    orders.shutdown()
    print("waiting:", orders.qsize())


if __name__ == "__main__":
    main()
