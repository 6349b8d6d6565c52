"""A timeout that has run out counts as zero, and get says that the
queue is empty."""

from queue import Empty, Queue


def main() -> None:
    orders: Queue[str] = Queue()
    left = 1.0 - 1.5
    try:
        print(orders.get(timeout=max(0, left)))
    except Empty:
        print("no order in time")


if __name__ == "__main__":
    main()
