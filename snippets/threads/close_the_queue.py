# /// script
# requires-python = ">=3.13"
# ///
"""A queue that is shut down gives out what it holds, then sends every
worker home and takes nothing more."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import Queue, ShutDown

PAGES = ["one", "two", "three", "four", "five"]
WORKERS = 3
LIMIT = 10


def print_out(todo: Queue[str], done: list[str]) -> None:
    try:
        while True:
            done.append(todo.get(timeout=LIMIT))
    except ShutDown:
        return


def main() -> None:
    todo, done = Queue[str](), list[str]()
    with ThreadPoolExecutor(WORKERS) as pool, ExitStack() as at_end:
        at_end.callback(todo.shutdown)
        workers = [
            pool.submit(print_out, todo, done) for _ in range(WORKERS)
        ]
        for page in PAGES:
            todo.put(page)
    for worker in workers:
        worker.result()
    print("printed:", sorted(done))
    try:
        todo.put("late")
    except ShutDown:
        print("one more page is refused")


if __name__ == "__main__":
    main()
