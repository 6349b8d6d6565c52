"""The queue is closed after the last item."""

from multiprocessing import Queue


def main() -> None:
    orders: Queue[str] = Queue()
    orders.put("bread")
    print("got:", orders.get(timeout=60))
    orders.close()


if __name__ == "__main__":
    main()
