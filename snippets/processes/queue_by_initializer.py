# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see drain_before_join"
# ///
"""A queue reaches the workers of a pool through the initializer."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Queue, queues

boxes: "list[queues.Queue[str]]" = []


def set_up(box: "queues.Queue[str]") -> None:
    boxes.append(box)


def send(letter: str) -> None:
    boxes[0].put(letter)


def main() -> None:
    box: queues.Queue[str] = Queue()
    with ProcessPoolExecutor(
        max_workers=1, initializer=set_up, initargs=(box,)
    ) as pool:
        pool.submit(send, "to Ada").result()
        print("letter:", box.get(timeout=10))


if __name__ == "__main__":
    main()
