"""One None for each worker, behind the last page, tells all of them
that no more pages come."""

import signal
import sys
from multiprocessing import Process, Queue, queues
from queue import Empty

PAGES = ["red fish", "one fish two fish", "the quick brown fox"]
WORKERS = 2


def count_words(
    todo: "queues.Queue[str | None]", done: "queues.Queue[str]"
) -> None:
    while (page := todo.get()) is not None:
        done.put(f"{page}: {len(page.split())}")


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    todo: queues.Queue[str | None] = Queue()
    todo.cancel_join_thread()  # after an error nobody reads it
    done: queues.Queue[str] = Queue()
    workers = [
        Process(target=count_words, args=(todo, done), daemon=True)
        for _ in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    try:
        for page in [*PAGES, *(None for _ in workers)]:
            todo.put(page)
        lines: list[str] = []
        while len(lines) < len(PAGES):
            codes = [worker.exitcode for worker in workers]
            try:
                lines.append(done.get(timeout=1))
            except Empty:
                if any(codes) or None not in codes:
                    raise ChildProcessError(codes) from None
        print(*sorted(lines), sep="\n")
        for worker in workers:
            worker.join(timeout=10)
        codes = [worker.exitcode for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
    if any(code != 0 for code in codes):
        sys.exit(f"exit codes of the workers: {codes}")


if __name__ == "__main__":
    main()
