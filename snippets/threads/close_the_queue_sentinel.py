"""One end mark for each worker, put in after the last plate, stops
them all."""

from queue import Queue
from threading import Thread


def wash(sink: Queue[str | None], clean: list[str]) -> None:
    while (plate := sink.get()) is not None:
        clean.append(plate)


def main() -> None:
    sink: Queue[str | None] = Queue()
    clean: list[str] = []
    workers = [
        Thread(target=wash, args=(sink, clean)) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for plate in ("blue", "red", "white"):
        sink.put(plate)
    for _ in workers:
        sink.put(None)
    print("all plates are in the sink")
    for worker in workers:
        worker.join()
    print("clean:", sorted(clean))


if __name__ == "__main__":
    main()
