# /// script
# [tool.sample]
# systems = ["linux", "macos"]
# stage = "folder_to_copy"
# status = 1
# [tool.sample.spared]
# twice = "who does not wait may find a half file, named .part"
# ///
"""A thread does the same work once in each period, and an error in one
run does not end the others."""

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import ceil, inf
from pathlib import Path
from shutil import copy
from threading import Event, Thread, current_thread
from time import monotonic

GRACE = 5.0  # seconds that stop waits for a run under way
MOST = 3  # errors in a row, after which it gives up


class Periodic:
    """Calls a function once in each period, in a thread of its own."""

    def __init__(
        self,
        period: float,
        work: Callable[[Event], object],
        times: float = inf,
        at_once: bool = True,
        catch_up: bool = False,
        clock: Callable[[], float] = monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self.period, self.work, self.times = period, work, times
        self.at_once, self.catch_up = at_once, catch_up
        self.asked, self.clock = Event(), clock
        self.wait = wait or self.asked.wait
        self.runs = self.errors = self.row = self.missed = 0
        self.error: BaseException | None = RuntimeError("cut off")
        self.thread = Thread(target=self.serve)

    def serve(self) -> None:
        try:
            due = self.clock() + (0 if self.at_once else self.period)
            while self.runs < self.times:
                if self.wait(max(0.0, due - self.clock())):
                    break
                self.run()
                due = self.after(due)
            self.error = None
        except BaseException as error:
            self.error = error

    def run(self) -> None:
        self.runs += 1
        try:
            self.work(self.asked)
            self.row = 0
        except BaseException:
            self.errors, self.row = self.errors + 1, self.row + 1
            traceback.print_exc()
            if self.row == MOST:
                raise

    def after(self, due: float) -> float:
        """The next turn; those that a long run has missed are gone."""
        due += self.period
        missed = max(0, ceil((self.clock() - due) / self.period))
        missed -= self.catch_up and missed > 0
        self.missed += missed
        return due + missed * self.period

    def stop(self, grace: float = GRACE) -> None:
        """From anywhere, and again; a run that hangs stays alive."""
        self.asked.set()
        if self.thread.ident and self.thread is not current_thread():
            self.thread.join(grace)

    def raise_if_failed(self) -> None:
        if self.error and not self.thread.is_alive():
            raise RuntimeError("no more runs") from self.error

    def __enter__(self) -> "Periodic":
        try:
            self.thread.start()
            return self
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()


class Copy:
    """A folder, its copy, and how the files went in the last run."""

    def __init__(self, folder: Path, out: Path, workers: int) -> None:
        self.folder, self.out, self.workers = folder, out, workers
        self.names, self.ends = list[str](), dict[str, str]()

    def update(self, stop: Event) -> None:
        """The work of one run: put your own in its place."""
        self.ends, top = {}, self.folder
        self.out.mkdir(parents=True, exist_ok=True)
        names = [n for n in os.listdir(top) if not (top / n).is_dir()]
        self.names = [n for n in names if n[-5:] != ".part"]
        with ThreadPoolExecutor(size := self.workers) as pool:
            shares = [self.names[n::size] for n in range(size)]
            list(pool.map(self.share, shares, [stop] * size))

    def share(self, names: list[str], stop: Event) -> None:
        for name in names:
            if not stop.is_set():
                self.ends[name] = self.attempt(name)

    def attempt(self, name: str) -> str:
        """What went wrong with a file; "" if its copy is as new."""
        source, target = self.folder / name, self.out / name
        part = target.with_name(f"{target.name}.part")
        try:
            time = source.stat().st_mtime_ns
            old = target.stat().st_mtime_ns if target.is_file() else -1
            if time != old:
                copy(source, part)
                os.utime(part, ns=(time, time))
                part.replace(target)
        except BaseException as error:
            if os.path.exists(part):
                part.unlink()
            return f"{type(error).__name__}: {error}".rstrip(": ")
        return ""

    def report(self) -> int:
        """Print how the last run ended; 1 if all is not well."""
        bad = [shown(f"{n}: {e}") for n, e in self.ends.items() if e]
        done = len(self.ends) - len(bad)
        left = len(self.names) - len(self.ends)
        head = f"{done} up to date, {len(bad)} failed, {left} left"
        print("\n".join([head, *sorted(bad)]), flush=True)
        return 1 if bad or left else 0


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--every", type=float, default=60.0)
    parser.add_argument("--times", type=float, default=inf)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    if not args.folder.is_dir() or args.workers < 1 or args.every <= 0:
        parser.error("give a folder, a worker or more, a time above 0")
    caught: list[int] = []

    def on_signal(number: int, _: object) -> None:
        if caught:
            os._exit(128 + number)
        caught.append(number)

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    job = Copy(args.folder, args.out, args.workers)
    periodic, code = Periodic(args.every, job.update, args.times), 1
    try:
        with periodic:
            while periodic.thread.is_alive() and not caught:
                periodic.thread.join(0.05)
        periodic.raise_if_failed()
        code = 128 + caught[0] if caught else bool(periodic.errors)
    finally:
        print(f"{periodic.runs} runs, {periodic.errors} with an error")
        code = max(code, job.report())
        if periodic.thread.is_alive():  # it would hold the exit
            if error := sys.exception():
                traceback.print_exception(error)
            os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
