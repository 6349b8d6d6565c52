# /// script
# [tool.sample]
# arranged = "an event holds the moment of pickling open"
# use = "processes/queue_sentinel"
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A `get` that waits has the item, however long it was under way."""

from multiprocessing import Queue, queues
from threading import Event

posted = Event()


class Letter:
    def __getstate__(self) -> object:
        posted.wait(timeout=10)  # stands for much to pickle  # arranged
        return self.__dict__


def main() -> None:
    box: queues.Queue[Letter] = Queue()
    box.put(Letter())
    posted.set()  # arranged
    letter = box.get(timeout=10)
    print("letter in hand:", letter is not None)


if __name__ == "__main__":
    main()
