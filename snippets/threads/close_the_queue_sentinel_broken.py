# /// script
# [tool.sample]
# expect = "hang"
# ///
"""One end mark for two workers stops one of them, and the other waits
for ever."""

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
    sink.put(None)
    print("all plates are in the sink")
    for worker in workers:
        worker.join()
    print("clean:", sorted(clean))


if __name__ == "__main__":
    main()
