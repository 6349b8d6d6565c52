# /// script
# [tool.sample]
# stage = "list_of_files"
# status = 1
# ///
"""Processes count the words of many files, and one bar shows how far
all of them are and how long the rest will take."""

import argparse
import os
import signal
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe, Process, parent_process
from multiprocessing.connection import Connection, wait
from os.path import exists, getsize, isfile
from pathlib import Path
from threading import Thread
from time import monotonic

LOOK = 0.1  # seconds from one drawing to the next
caught: list[int] = []  # signals that came
Told = tuple[int, int, str | None]  # size so far, result, error
Ends = dict[str, Told]  # by name


def work(name: str, tell: Callable[[int], None]) -> int:
    """The job itself: put your own in its place."""
    words = 0
    with open(name, "rb") as file:
        while lines := file.readlines(65536):
            words += sum(len(line.split()) for line in lines)
            tell(sum(map(len, lines)))  # so much more is done
    return words


def attempt(name: str, pipe: Connection) -> Told:
    """The result, or words: not every exception can travel."""
    far, due = 0, 0.0

    def tell(more: int) -> None:
        nonlocal far, due
        far += more
        if monotonic() >= due:
            pipe.send((far, 0, None))
            due = monotonic() + LOOK

    try:
        result = work(name, tell)
        return far, result, ""
    except BaseException as error:
        return far, 0, f"{type(error).__name__}: {error}".rstrip(": ")


def serve(pipe: Connection) -> None:
    """What a worker does: take a name, answer, and so on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=end_with_parent, daemon=True).start()
    while True:
        pipe.send(attempt(pipe.recv(), pipe))


def end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


class Worker:
    """A process, the pipe to it, its file, and what it last told."""

    def __init__(self) -> None:
        self.name = ""
        self.told: Told = 0, 0, None
        self.pipe, self.end = Pipe()
        args = (self.end,)
        self.process = Process(target=serve, args=args, daemon=True)

    def kill(self) -> None:
        if self.process.pid:
            self.process.kill()
            self.process.join()
        self.pipe.close()


def drawn(
    done: int, total: int | None, seconds: float | None, width: int
) -> str:
    """One line of at most `width`; `seconds` are those still to go."""
    if total is None:
        return f"{done:,} done"[:width]
    part, whole = (min(done, total), total) if total else (1, 1)
    text = f"{100 * part // whole:3}% "
    minutes, rest = divmod(round(seconds or 0), 60)
    clock = f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
    text += "?" if seconds is None else clock
    room = max(0, width - len(text) - 3)
    full = "#" * (room * part // whole)
    return (f"[{full:-<{room}}] {text}" if room else text)[:width]


class Bar:
    """Redraws a line of a terminal; a file gets a line each 10 %."""

    def __init__(self, total: int | None) -> None:
        self.total, self.done, self.step, self.due = total, 0, 0, 0.0
        self.marks = deque([(monotonic(), 0)], maxlen=50)

    def move(self, done: int, last: bool = False) -> None:
        now, self.done = monotonic(), done
        if (now < self.due and not last) or not sys.stderr:
            return
        self.due, (begun, first) = now + LOOK, self.marks[0]
        self.marks.append((now, done))
        rest, step = None, done.bit_length() + last  # each doubling
        if self.total is not None:
            step = 10 * min(done, self.total) // max(1, self.total)
            if done > first:
                pace = (now - begun) / (done - first)
                rest = max(0, self.total - done) * pace
        with suppress(OSError):
            if os.isatty(2):
                width = (os.get_terminal_size(2).columns or 80) - 1
                line = drawn(done, self.total, rest, width)
                os.write(2, b"\r" + line.encode() + b"\n" * last)
            elif step > self.step:
                self.step = step
                line = drawn(done, self.total, rest, 40)
                os.write(2, f"{line}\n".encode())


def work_on(
    sizes: dict[str, int], most: int, bar: Bar, ends: Ends
) -> None:
    """Keep workers at work, and draw how far they are."""
    waiting, team, settled = deque(sizes), list[Worker](), 0
    try:
        while not caught and len(ends) < len(sizes):
            while len(team) < min(most, len(waiting)):
                team.append(Worker())
                with team[-1].end:
                    team[-1].process.start()
            for worker in team:
                if waiting and not worker.name:
                    worker.name = waiting.popleft()
                    with suppress(OSError):  # it is dead: see below
                        worker.pipe.send(worker.name)
            some = [(w.pipe, w.process.sentinel) for w in team]
            wait([one for both in some for one in both], timeout=LOOK)
            if caught:  # it may have ended the workers, too
                break
            for worker in list(team):
                dead, name = not worker.process.is_alive(), worker.name
                with suppress(EOFError, OSError):
                    while worker.pipe.poll():
                        worker.told = worker.pipe.recv()
                far, result, error = worker.told
                if dead:
                    worker.kill()
                    team.remove(worker)
                    error = "crashed" if error is None else error
                if name and error is not None:
                    ends[name] = far, result, error
                    settled += sizes[name] or far
                    worker.name, worker.told = "", (0, 0, None)
            bar.move(settled + sum(w.told[0] for w in team))
    finally:
        for worker in team:
            worker.kill()


def stop(number: int, _: object) -> None:
    """Only note it: an exception here could lose a worker."""
    caught.append(number)


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=Path, help="a file on each line")
    parser.add_argument("--workers", type=int, default=4)
    args = parser.parse_args()
    if args.workers < 1 or not args.names.exists():
        parser.error("give a list that exists, and a worker or more")
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    names = os.fsdecode(args.names.read_bytes()).split("\n")
    sizes = {n: getsize(n) if isfile(n) else 0 for n in names if n}
    known = all(isfile(name) or not exists(name) for name in sizes)
    bar, ends = Bar(sum(sizes.values()) if known else None), Ends()
    try:
        work_on(sizes, args.workers, bar, ends)
    finally:
        bar.move(bar.done, last=True)
        wrong = {
            n: ends[n][2] for n in sizes if n in ends and ends[n][2]
        }
        done, left = len(ends) - len(wrong), len(sizes) - len(ends)
        print(f"{done} done, {len(wrong)} failed, {left} left")
        print(f"{sum(result for _, result, _ in ends.values())} words")
        for name, error in wrong.items():
            print(shown(f"{name}: {error}"))
    sys.exit(128 + caught[0] if caught else bool(wrong))


if __name__ == "__main__":
    main()
