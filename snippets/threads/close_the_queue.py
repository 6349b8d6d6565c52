# /// script
# requires-python = ">=3.13"
# ///
"""A queue that is shut down gives out what it holds, then sends every
worker home and takes nothing more."""

from queue import Queue, ShutDown
from threading import Thread


def wash(sink: Queue[str], clean: list[str]) -> None:
    try:
        while True:
            clean.append(sink.get())
    except ShutDown:
        return


def main() -> None:
    sink: Queue[str] = Queue()
    clean: list[str] = []
    workers = [
        Thread(target=wash, args=(sink, clean)) for _ in range(3)
    ]
    for worker in workers:
        worker.start()
    for plate in ("blue", "red", "white", "green", "black"):
        sink.put(plate)
    sink.shutdown()
    for worker in workers:
        worker.join()
    print("clean:", sorted(clean))
    try:
        sink.put("brown")
    except ShutDown:
        print("too late for the brown one")


if __name__ == "__main__":
    main()
