"""Workers on a bounded queue: an item that fails is logged, every wait
has a limit, and the exit status says whether all items are done."""

import faulthandler
import logging
import signal
import sys
from queue import Empty, Full, Queue
from threading import Event, Thread
from time import monotonic

ITEMS = [f"page {number}" for number in range(1, 21)]
WORKERS = 4
LIMIT = 60.0  # seconds in which at least one item has to end
TICK, GRACE = 0.1, 10.0


def handle(item: str) -> None:
    item.upper()


class Crew:
    def __init__(self, workers: int, strict: bool) -> None:
        self.todo, self.strict = Queue[str](2 * workers), strict
        self.no_more, self.stop = Event(), Event()
        self.done, self.failed = list[str](), list[str]()
        self.moved, self.home = monotonic(), list[str]()
        self.threads = [
            Thread(target=self.work, daemon=True)
            for _ in range(workers)
        ]

    def work(self) -> None:
        try:
            while not self.stop.is_set():
                try:
                    item = self.todo.get(timeout=TICK)
                except Empty:
                    if self.no_more.is_set() and self.todo.empty():
                        break
                else:
                    self.try_one(item)
            self.home.append("one more")
        except BaseException:
            logging.exception("a worker is lost, so all stop")
            self.stop.set()

    def try_one(self, item: str) -> None:
        try:
            handle(item)
            self.done.append(item)
        except BaseException:
            logging.exception("%s failed", item)
            self.failed.append(item)
            if self.strict:
                self.stop.set()
        self.moved = monotonic()

    def run(self, items: list[str]) -> None:
        try:
            for thread in self.threads:
                thread.start()
            for item in items:
                self.put(item)
            self.no_more.set()
            while not self.stop.is_set() and (alive := self.alive()):
                alive[0].join(TICK)
                self.check()
        finally:
            self.leave()

    def put(self, item: str) -> None:
        while not self.stop.is_set():
            try:
                return self.todo.put(item, timeout=TICK)
            except Full:
                self.check()

    def check(self) -> None:
        if monotonic() - self.moved > LIMIT:
            raise TimeoutError(f"no item ended in {LIMIT} seconds")

    def alive(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.is_alive()]

    def leave(self) -> None:
        self.stop.set()
        for thread in self.alive():
            thread.join(GRACE / len(self.threads))
        if self.alive():
            faulthandler.dump_traceback()


def main() -> None:
    logging.basicConfig(format="%(threadName)s: %(message)s")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    crew = Crew(WORKERS, "--stop-at-first" in sys.argv)
    try:
        crew.run(ITEMS)
    finally:
        print("done:", len(crew.done), "of", len(ITEMS))
        for item in crew.failed:
            print("failed:", item)
    whole = len(crew.done), len(crew.home)
    sys.exit(0 if whole == (len(ITEMS), WORKERS) else 1)


if __name__ == "__main__":
    main()
