# /// script
# [tool.sample]
# arranged = "the reader begins when the writer can put no more"
# use = "threads/feed_workers"
# ///
"""A queue with a limit holds the writer up, so never more than two
pages wait for the reader."""

from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import Event

PAGES = ["one", "two", "three", "four", "five", "six"]
LIMIT = 10


def write(todo: Queue[str], held_up: Event) -> None:
    for page in PAGES:
        todo.put(page, timeout=LIMIT)
        if todo.full():
            held_up.set()  # arranged
    held_up.set()  # arranged


def main() -> None:
    todo: Queue[str] = Queue(maxsize=2)
    held_up, most, read = Event(), 0, list[str]()
    with ThreadPoolExecutor() as pool:
        writer = pool.submit(write, todo, held_up)
        try:
            if not held_up.wait(LIMIT):  # arranged
                raise TimeoutError("the writer was not held up")
            for _ in PAGES:
                most = max(most, todo.qsize())
                read.append(todo.get(timeout=LIMIT))
        finally:
            writer.result()
    print("pages read:", read)
    print("most pages in the queue:", most)


if __name__ == "__main__":
    main()
