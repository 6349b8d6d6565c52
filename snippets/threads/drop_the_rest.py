# /// script
# requires-python = ">=3.13"
# ///
"""An immediate shutdown empties the queue: the plate in hand is
finished, and those in the sink stay dirty."""

from queue import Queue, ShutDown
from threading import Event, Thread


def wash(
    sink: Queue[str], clean: list[str], in_hand: Event, resume: Event
) -> None:
    try:
        while True:
            plate = sink.get()
            in_hand.set()
            resume.wait()
            clean.append(plate)
    except ShutDown:
        print("the worker has heard of it")


def main() -> None:
    sink: Queue[str] = Queue()
    clean: list[str] = []
    in_hand, resume = Event(), Event()
    for plate in ("blue", "red", "white"):
        sink.put(plate)
    worker = Thread(target=wash, args=(sink, clean, in_hand, resume))
    worker.start()
    in_hand.wait()
    sink.shutdown(immediate=True)
    resume.set()
    worker.join()
    print("clean:", clean)


if __name__ == "__main__":
    main()
