# /// script
# [tool.sample]
# expect = "error"
# error = "queue.Full"
# ///
"""A put that does not wait is refused while the queue is full."""

from queue import Queue


def main() -> None:
    letters: Queue[str] = Queue(maxsize=1)
    letters.put("to Ada")
    letters.put("to Grace", block=False)
    print("left:", letters.qsize())


if __name__ == "__main__":
    main()
