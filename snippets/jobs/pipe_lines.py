# /// script
# [tool.sample]
# stage = "list_of_orders"
# ///
"""One thread reads, several work, and one writes in the order of the
input, through queues that do not grow, and an error stops them all."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Generator
from concurrent.futures import (
    FIRST_EXCEPTION,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import closing, suppress
from itertools import count, islice
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event
from typing import Any

GRACE = 5.0  # seconds that the threads have to leave

Call = Callable[[Any], Any]
Source = Generator[Any]


def work(line: str) -> str:
    """The job itself: put your own in its place."""
    return f"{sum(json.loads(line)['prices']):.2f}"


class Stopped(Exception):
    """Somebody has asked all stages to stop."""


class StageError(Exception):
    """Says which stage failed, and at which item."""


def attempt(stage: str, number: int, call: Call, item: Any) -> Any:
    """What a stage makes of an item; what has failed passes on."""
    if isinstance(item, StageError):
        return item
    try:
        return call(item)
    except BaseException as error:
        failed = StageError(f"{stage}: item {number}")
        failed.__cause__ = error
        return failed


class Pipeline:
    """Stages in threads: one reads, some work, one writes in order."""

    def __init__(
        self, source: Source, work: Call, write: Call, workers: int
    ) -> None:
        self.source, self.work, self.write = source, work, write
        self.workers, self.next = workers, 1
        self.todo = Queue[tuple[int, Any] | None](2 * workers)
        self.done = Queue[tuple[int, Any] | None](2 * workers)
        self.room = Queue[int](4 * workers)  # read, and not written
        self.stop, self.ends = Event(), list[Future[None]]()
        self.team = ThreadPoolExecutor(workers + 2)

    def ask(self, call: Callable[..., Any], *item: object) -> Any:
        """Put or get, as soon as there is room or an item."""
        while not self.stop.is_set():
            with suppress(Full, Empty):
                return call(*item, timeout=0.1)
        raise Stopped

    def serve(self, stage: Callable[[], None]) -> None:
        with suppress(Stopped):
            stage()

    def reading(self) -> None:
        with closing(self.source):
            for number in count(self.next):
                item = attempt("read", number, taken, self.source)
                if item is None:
                    break
                self.ask(self.room.put, number)
                self.ask(self.todo.put, (number, item))
        for _ in range(self.workers):
            self.ask(self.todo.put, None)

    def working(self) -> None:
        while task := self.ask(self.todo.get):
            number, item = task
            value = attempt("work", number, self.work, item)
            self.ask(self.done.put, (number, value))
        self.ask(self.done.put, None)

    def writing(self) -> None:
        early, ends = dict[int, Any](), 0
        while ends < self.workers:
            result = self.ask(self.done.get)
            early.update([result] if result else [])
            ends += result is None
            while (n := self.next) in early:
                end = attempt("write", n, self.write, early.pop(n))
                if isinstance(end, StageError):
                    raise end
                self.next += 1
                self.ask(self.room.get)

    def run(self, told: Callable[[], object]) -> None:
        """Until the end, an error, or what one is told from outside."""
        stages = [*[self.working] * self.workers, self.writing]
        try:
            # Reading comes last: before it no stage can end, and
            # while one ends, the pool may start a thread too few.
            for stage in [*stages, self.reading]:
                end = self.team.submit(self.serve, stage)
                self.ends.append(end)
            while not told():
                done, left = wait(self.ends, 0.1, FIRST_EXCEPTION)
                if not left or any(end.exception() for end in done):
                    break
        finally:
            self.stop.set()
            wait(self.ends, GRACE)
        for end in self.ends:
            if end.done():
                end.result()


def taken(source: Source) -> Any:
    return next(source, None)


def lines_of(path: Path, start: int) -> Generator[str]:
    with path.open(errors="surrogateescape") as file:
        yield from islice(file, start, None)


def whole_lines(path: Path) -> int:
    """How many lines are there; half a line at the end is cut off."""
    number = size = 0
    with path.open("ab+") as file:
        file.seek(0)
        for line in file:
            if line.endswith(b"\n"):
                number, size = number + 1, size + len(line)
        file.truncate(size)
    return number


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="a file of lines")
    parser.add_argument(
        "out", type=Path, help="a line for each of them"
    )
    parser.add_argument("--workers", type=int, default=4)
    args = parser.parse_args()
    if not args.source.is_file() or args.workers < 1:
        parser.error("give a file that exists, and a worker or more")
    caught: list[int] = []

    def on_signal(number: int, _: object) -> None:
        if caught:
            os._exit(128 + number)
        caught.append(number)

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    start = whole_lines(args.out)
    lines, code = lines_of(args.source, start), 1
    out = os.open(args.out, os.O_WRONLY | os.O_APPEND)

    def write(text: str) -> None:
        data = f"{text}\n".encode(errors="surrogateescape")
        if os.write(out, data) != len(data):
            raise OSError("disk full")

    pipe = Pipeline(lines, work, write, args.workers)
    pipe.next += start
    try:
        pipe.run(lambda: caught)
        code = 128 + caught[0] if caught else 0
    finally:
        print(f"{whole_lines(args.out)} lines written", flush=True)
        if not all(end.done() for end in pipe.ends):
            if sys.exception():
                sys.excepthook(*sys.exc_info())
            os._exit(code)  # a stage hangs, and would hold the exit
    sys.exit(code)


if __name__ == "__main__":
    main()
