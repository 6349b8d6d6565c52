"""A queue with a limit feeds the workers: who puts waits while it is
full, every wait has a limit, and one end mark reaches all."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from queue import Full, Queue

PAGES = [f"page {number}" for number in range(1, 21)]
WORKERS = 4
LIMIT = 5


def work(todo: Queue[str | None], done: list[str]) -> None:
    while (page := todo.get(timeout=LIMIT)) is not None:
        done.append(page.upper())  # the work on one page
    todo.put(None, timeout=LIMIT)


def check(workers: list[Future[None]]) -> None:
    failed = [error for one in workers if (error := one.exception())]
    if failed:
        raise BaseExceptionGroup("workers failed", failed)


def main() -> None:
    todo, done = Queue[str | None](maxsize=2 * WORKERS), list[str]()
    workers = list[Future[None]]()
    try:
        with ThreadPoolExecutor(WORKERS) as pool, ExitStack() as at_end:
            at_end.callback(todo.put, None, timeout=LIMIT)
            for _ in range(WORKERS):
                workers.append(pool.submit(work, todo, done))
            for page in PAGES:
                todo.put(page, timeout=LIMIT)
    except Full:
        check(workers)
        raise
    check(workers)
    print("done:", len(done), "of", len(PAGES))


if __name__ == "__main__":
    main()
