# /// script
# [tool.sample]
# expect = "error"
# error = "Empty"
# ///
"""A queue that is asked without waiting has nothing to give yet."""

from queue import Queue
from threading import Thread


def main() -> None:
    letters: Queue[str] = Queue()
    sender = Thread(target=letters.put, args=("to Ada",))
    print("read:", letters.get(block=False))
    sender.start()
    sender.join()


if __name__ == "__main__":
    main()
