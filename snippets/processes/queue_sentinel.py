"""One None for each worker, behind the last page, tells all of them
that no more pages come."""

import signal
import sys
from multiprocessing import Process, Queue, queues
from queue import Empty

PAGES = ["red fish", "one fish two fish", "the quick brown fox"]
WORKERS = 2
caught: list[int] = []


def stop(number: int, _: object) -> None:
    """Only note it: raised in a put, it could leave a lock held."""
    caught.append(number)


def count_words(
    todo: "queues.Queue[str | None]", done: "queues.Queue[str]"
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    while (page := todo.get()) is not None:
        done.put(f"{page}: {len(page.split())}")


def main() -> None:
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    todo: queues.Queue[str | None] = Queue()
    done: queues.Queue[str] = Queue()
    workers = [
        Process(target=count_words, args=(todo, done), daemon=True)
        for _ in range(WORKERS)
    ]
    try:
        for worker in workers:
            worker.start()
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
            if caught:
                sys.exit(128 + caught[0])
        print(*sorted(lines), sep="\n")
        for worker in workers:
            worker.join(timeout=10)
        codes = [worker.exitcode for worker in workers]
    except BaseException:
        todo.cancel_join_thread()  # nobody reads it any more
        raise
    finally:
        for worker in workers:
            if worker.pid:
                worker.kill()
    if any(code != 0 for code in codes):
        sys.exit(f"exit codes of the workers: {codes}")


if __name__ == "__main__":
    main()
