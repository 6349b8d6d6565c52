"""A worker that waits for its item gets it."""

from queue import Queue
from threading import Thread


def main() -> None:
    letters: Queue[str] = Queue()
    sender = Thread(target=letters.put, args=("to Ada",))
    sender.start()
    print("read:", letters.get(timeout=10))
    sender.join()


if __name__ == "__main__":
    main()
