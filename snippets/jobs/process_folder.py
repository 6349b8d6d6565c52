# /// script
# [tool.sample]
# stage = "folder_of_logs"
# status = 1
# ///
"""Every file of a folder is worked on in parallel processes, and one
that fails, hangs or kills its worker costs no other file."""

import argparse
import gzip
import os
import signal
import sys
from collections import deque
from collections.abc import Generator
from contextlib import suppress
from multiprocessing import Pipe, Process, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from time import monotonic

LIMIT = 60.0  # seconds that one file may take
DEATHS = 50  # in a row, after which it is not the files' fault
SHARE = 20  # files that a worker is handed at a time, at most


def work(source: Path, target: Path) -> None:
    """The job itself: put your own in its place."""
    with gzip.open(source) as log, target.open("wb") as found:
        found.writelines(line for line in log if b"ERROR" in line)


def attempt(source: Path, out: Path, name: str) -> str:
    """What went wrong: words, since not every exception can travel."""
    target, part = out / f"{name}.errors", out / f"{name}.part"
    try:
        dated = source.stat().st_mtime
        if target.exists() and target.stat().st_mtime >= dated:
            return ""
        target.parent.mkdir(parents=True, exist_ok=True)
        work(source, part)
        part.replace(target)
    except BaseException as error:
        with suppress(OSError):
            part.unlink()
        return f"{type(error).__name__}: {error}".rstrip(": ")
    return ""


def serve(pipe: Connection, folder: Path, out: Path) -> None:
    """What a worker does: take names, and answer after each file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=end_with_parent, daemon=True).start()
    while names := pipe.recv():
        for name in names:
            pipe.send(attempt(folder / name, out, name))


def end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


class Worker:
    """A process, the pipe to it, and the files that it has in hand."""

    def __init__(self, *places: Path) -> None:
        self.hand, self.since = deque[str](), 0.0
        self.pipe, self.end = Pipe()
        args = (self.end, *places)
        self.process = Process(target=serve, args=args, daemon=True)

    def take(self, names: list[str]) -> None:
        self.since = monotonic()
        self.hand.extend(names)
        with suppress(OSError):  # it is dead, as its sentinel says too
            self.pipe.send(names)

    def kill(self, out: Path) -> str:
        if self.process.pid:
            self.process.kill()
            self.process.join()
        self.pipe.close()
        for name in self.hand:
            (out / f"{name}.part").unlink(missing_ok=True)
        end = self.process.exitcode or 0
        return signal.Signals(-end).name if end < 0 else f"exit {end}"


def work_on(
    names: list[str], folder: Path, out: Path, most: int
) -> Generator[tuple[str, str]]:
    """Each name when its file is done, with what went wrong or ""."""
    waiting, team, deaths = deque(names), list[Worker](), 0
    try:
        while waiting or any(worker.hand for worker in team):
            while len(team) < min(most, len(waiting)):
                team.append(Worker(folder, out))
                with team[-1].end:
                    team[-1].process.start()
            for worker in team:
                if waiting and not worker.hand:
                    some = min(SHARE, len(waiting) // (4 * most) + 1)
                    worker.take(
                        [waiting.popleft() for _ in range(some)]
                    )
            ends = [(w.pipe, w.process.sentinel) for w in team]
            wait([end for both in ends for end in both], timeout=0.5)
            for worker in list(team):
                dead = not worker.process.is_alive()
                with suppress(EOFError, OSError):
                    while worker.hand and worker.pipe.poll():
                        error = worker.pipe.recv()
                        worker.since, deaths = monotonic(), 0
                        yield worker.hand.popleft(), error
                late = monotonic() - worker.since > LIMIT
                if not dead and not (worker.hand and late):
                    continue
                how, deaths = worker.kill(out), deaths + 1
                team.remove(worker)
                if deaths > DEATHS:
                    raise RuntimeError(f"every worker dies: {how}")
                if worker.hand:
                    why = f"crashed: {how}" if dead else "time limit"
                    yield worker.hand.popleft(), why
                    waiting.extendleft(reversed(worker.hand))
        for worker in team:
            worker.take([])
            worker.process.join(timeout=5)
    finally:
        for worker in team:
            worker.kill(out)


def files_of(top: Path, out: Path, bad: dict[str, str]) -> list[str]:
    """The names of all files below a folder, less those below `out`."""
    names, errors = list[str](), list[OSError]()
    for path, folders, files in os.walk(top, onerror=errors.append):
        here = Path(path)
        folders[:] = [f for f in folders if (here / f).resolve() != out]
        found = [here / f for f in files if (here / f).is_file()]
        names += [str(f.relative_to(top)) for f in found]
    bad.update((str(e.filename), str(e.strerror)) for e in errors)
    return sorted(names)


def stop(number: int, _: object) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # the way out is short
    sys.exit(128 + number)


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--workers", type=int, default=4)
    args = parser.parse_args()
    if not args.folder.is_dir() or args.workers < 1:
        parser.error("give a folder that exists, and a worker or more")
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    out, failed = args.out.resolve(), dict[str, str]()
    names = files_of(args.folder, out, failed)
    left, code = set(names), 0
    answers = work_on(names, args.folder, out, args.workers)
    try:
        for name, error in answers:
            left.remove(name)
            failed.update({name: error} if error else {})
    except SystemExit as signalled:
        code = int(signalled.code or 0)
    finally:
        answers.close()
        done = len(set(names) - left - failed.keys())
        print(f"{done} done, {len(failed)} failed, {len(left)} left")
        for name, error in sorted(failed.items()):
            print(shown(f"{name}: {error}"))
    sys.exit(code or bool(failed))


if __name__ == "__main__":
    main()
