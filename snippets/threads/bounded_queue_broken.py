"""A queue without a limit takes every page at once, however slow the
reader is."""

from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import Event

PAGES = ["one", "two", "three", "four", "five", "six"]
LIMIT = 10


def write(todo: Queue[str], held_up: Event) -> None:
    for page in PAGES:
        todo.put(page, timeout=LIMIT)
        if todo.full():
            held_up.set()
    held_up.set()


def main() -> None:
    todo: Queue[str] = Queue()
    held_up, most, read = Event(), 0, list[str]()
    with ThreadPoolExecutor() as pool:
        writer = pool.submit(write, todo, held_up)
        try:
            if not held_up.wait(LIMIT):
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
