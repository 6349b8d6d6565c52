# /// script
# [tool.sample]
# expect = "error"
# error = "ValueError: task_done() called too many times"
# ///
"""A queue counts one task as done that nobody put into it."""

from queue import Queue


def main() -> None:
    letters: Queue[str] = Queue()
    letters.put("to Ada")
    print("sent", letters.get_nowait())
    letters.task_done()
    letters.task_done()
    letters.join()
    print("all letters are sent")


if __name__ == "__main__":
    main()
