"""Programs that end well, and each of them spoiled in ways that the trials have to see."""

from __future__ import annotations

from dataclasses import dataclass

THREADS = '''\
"""Two threads share a queue of pages, and end with it."""

import sys
import traceback
from queue import Queue
from threading import Thread

PAGES = ["news", "mail", "maps"]
WORKERS = 2


def work(pages: Queue[str | None], done: list[str]) -> None:
    try:
        while (page := pages.get()) is not None:
            done.append(page)
    except Exception:
        traceback.print_exc()


def main() -> None:
    pages: Queue[str | None] = Queue()
    done: list[str] = []
    workers = [
        Thread(target=work, args=(pages, done), daemon=True)
        for _ in range(WORKERS)
    ]
    try:
        for worker in workers:
            worker.start()
        for page in PAGES:
            pages.put(page)
    finally:
        for _ in workers:
            pages.put(None)
    for worker in workers:
        worker.join(timeout=10)
    print("pages:", len(done))
    if len(done) != len(PAGES):
        sys.exit("not every page was fetched")


if __name__ == "__main__":
    main()
'''
#: The same without a net: nothing but the `finally` ends the threads.
WITHOUT_NET = THREADS.replace(", daemon=True", "")
PROCESSES = '''\
"""A worker process says what it made, and is missed when it is gone."""

import signal
import sys
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection, wait

PAGES = ["news", "mail", "maps"]


def work(page: str, out: Connection) -> None:
    out.send(page.upper())


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    ours, theirs = Pipe(duplex=False)
    made = 0
    workers: list[Process] = []
    try:
        for page in PAGES:
            workers.append(Process(target=work, args=(page, theirs)))
            workers[-1].start()
            wait([ours, workers[-1].sentinel])
            if ours.poll():
                print(ours.recv())
                made += 1
    finally:
        for worker in workers:
            if worker.pid is None:
                continue
            worker.join(timeout=5)
            worker.kill()
            worker.join(timeout=5)
    if made != len(PAGES):
        sys.exit("a worker was lost")


if __name__ == "__main__":
    main()
'''
BARRIER = '''\
# /// script
# [tool.sample]
# arranged = "a barrier has both begin together"
# use = "threads/well"
# ///
"""Two threads begin together."""

import sys
from threading import Barrier, Thread

both = Barrier(2)


def run(began: list[str]) -> None:
    both.wait(timeout=5)  # arranged
    began.append("a thread")


def main() -> None:
    began: list[str] = []
    threads = [Thread(target=run, args=(began,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("began:", len(began))
    if len(began) != len(threads):
        sys.exit("somebody did not begin")


if __name__ == "__main__":
    main()
'''
CANCEL = '''\
"""The first page that fails has the others cancelled.

A later page takes a second, unless the first one is printed.  The few that a
worker has been handed end within the limit, all of them do not.

A signal is noted, and main looks: raised wherever main is, its error could come
out of the pool's own code, and leave a lock taken, or on Python 3.11 a thread
that is forgotten.
"""

import signal
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.sharedctypes import RawValue
from time import sleep
from typing import Any

PAGES = range(40)


def begin(given: Any) -> None:
    global gate
    gate = given
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def fetch(page: int) -> int:
    for _ in range(10 * (page > 8)):
        if gate.value:
            break
        sleep(0.1)
    return page


def main() -> None:
    opened = RawValue("b", 0)
    heard: list[int] = []

    def note(number: int, _: object) -> None:
        heard.append(number)
        opened.value = 1

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    pool = ProcessPoolExecutor(1, initializer=begin, initargs=(opened,))
    try:
        futures: list[Future[int]] = []
        try:
            for page in PAGES:
                futures.append(pool.submit(fetch, page))
        except BrokenProcessPool:  # says no cause, as the future does
            if not futures:
                raise
        for first in futures[:1]:
            while not (heard or wait([first], timeout=0.1).done):
                pass
            if heard:
                raise SystemExit(128 + heard[0])
            print("first:", first.result())
        opened.value = 1
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


if __name__ == "__main__":
    main()
'''


@dataclass(frozen=True)
class Spoiled:
    """A program with one thing spoiled, and what the drill has to say of it."""

    name: str
    source: str
    says: tuple[str, ...]
    families: tuple[str, ...]


def without(source: str, old: str, new: str) -> str:
    """`source` with one thing spoiled."""
    assert source.count(old) == 1, old
    return source.replace(old, new)


SPOILED = (
    Spoiled(
        "finally taken out",
        without(WITHOUT_NET, "finally:", "except ZeroDivisionError:\n        pass\n    else:"),
        (
            "subject.py:30 on Python",
            "does not end after this: an exception is raised at line 30, in the main thread",
            "waits at line 14, in work: get (queue.py:",
            "stop the workers in a finally",
        ),
        ("raise",),
    ),
    Spoiled(
        "limit taken off",
        without(BARRIER, "timeout=5", ""),
        (
            "does not end after this: an exception is raised at line 15, in a thread",
            "in run: wait (threading.py:",
            "give each wait a limit",
        ),
        ("raise", "grow"),
    ),
    Spoiled(
        "except narrowed",
        without(
            without(THREADS, "except Exception:", "except KeyError:"),
            "worker.join(timeout=10)",
            "done.count(end.get())",
        )
        .replace("done.append(page)", "done.append(page)\n        end.put(1)")
        .replace("WORKERS = 2", "WORKERS = 2\nend: Queue[int] = Queue()")
        .replace("traceback.print_exc()", "traceback.print_exc()\n        end.put(0)"),
        (
            "does not end after this: an exception is raised at line",
            "in a thread",
            "in main: get (queue.py:",
            "catch and report in the worker whatever is raised",
        ),
        ("raise",),
    ),
    Spoiled(
        "join unbounded",
        without(
            WITHOUT_NET,
            """\
    finally:
        for _ in workers:
            pages.put(None)
    for worker in workers:
        worker.join(timeout=10)
""",
            """\
        for _ in workers:
            pages.put(None)
    finally:
        for worker in workers:
            if worker.is_alive():
                worker.join()
""",
        ),
        ("does not end after this", "in main: join (threading.py:", "in a finally"),
        ("raise", "interrupt"),
    ),
    Spoiled(
        "sentinel not watched",
        without(
            PROCESSES,
            "wait([ours, workers[-1].sentinel])\n            if ours.poll():",
            "if workers:",
        ),
        (
            "does not end after this: a worker process is killed at line 12",
            "in main: recv (connection.py:",
            "wait on the sentinels of the processes too",
        ),
        ("kill",),
    ),
    Spoiled(
        "cancel lost in with",
        without(
            CANCEL,
            "        pool.shutdown(wait=True, cancel_futures=True)",
            "        with pool:\n            pool.shutdown(wait=False, cancel_futures=True)",
        ),
        ("does not end after this", "idle after", "in the main thread"),
        ("raise",),
    ),
)
SOUND = {"threads": THREADS, "processes": PROCESSES, "barrier": BARRIER, "cancel": CANCEL}
