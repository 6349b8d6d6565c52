"""A `get` that waits has the item, however long it was under way."""

from multiprocessing import Queue, queues
from threading import Event

posted = Event()


class Letter:
    def __getstate__(self) -> object:
        posted.wait()  # stands for much to pickle
        return self.__dict__


def main() -> None:
    box: queues.Queue[Letter] = Queue()
    box.put(Letter())
    posted.set()
    letter = box.get()
    print("letter in hand:", letter is not None)


if __name__ == "__main__":
    main()
