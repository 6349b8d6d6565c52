"""A queue calls itself empty although an item has been put, as long as
the item is still being pickled."""

from multiprocessing import Queue, queues
from threading import Event

posted = Event()


class Letter:
    def __getstate__(self) -> object:
        posted.wait(timeout=10)  # stands for much to pickle
        return self.__dict__


def main() -> None:
    box: queues.Queue[Letter] = Queue()
    box.put(Letter())
    letter = None if box.empty() else box.get(timeout=10)
    posted.set()
    print("letter in hand:", letter is not None)


if __name__ == "__main__":
    main()
