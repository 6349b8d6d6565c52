# /// script
# [tool.sample]
# expect = "hang"
# ///
"""One end mark for two workers stops one of them, and the other waits
for ever."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import Queue

PAGES = ["one", "two", "three"]
WORKERS = 2


def print_out(todo: Queue[str | None], done: list[str]) -> None:
    while (page := todo.get()) is not None:
        done.append(page)


def main() -> None:
    todo, done = Queue[str | None](), list[str]()
    with ThreadPoolExecutor(WORKERS) as pool, ExitStack() as at_end:
        at_end.callback(todo.put, None)
        workers = [
            pool.submit(print_out, todo, done) for _ in range(WORKERS)
        ]
        for page in PAGES:
            todo.put(page)
        print("all pages are in the queue")
    for worker in workers:
        worker.result()
    print("printed:", sorted(done))


if __name__ == "__main__":
    main()
