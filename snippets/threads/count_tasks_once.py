"""Each task that was taken from a queue is reported as done once."""

from queue import Queue


def main() -> None:
    letters: Queue[str] = Queue()
    letters.put("to Ada")
    print("sent", letters.get_nowait())
    letters.task_done()
    letters.join()
    print("all letters are sent")


if __name__ == "__main__":
    main()
