# /// script
# dependencies = ["filelock"]
# [tool.sample]
# stage = "list_of_files"
# status = 1
# ///
"""Several programs save their results in one file, which is whole at
every moment, and none of them loses what another has saved."""

import argparse
import json
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copymode
from threading import Event, Lock, Thread
from time import monotonic, sleep

from filelock import FileLock

PATIENCE = 30.0  # seconds that a program waits for the others
SAVE = 2.0  # seconds from one saving to the next
JSON = json.JSONEncoder(indent=0, sort_keys=True)
stop, saving = Event(), Lock()
Ends = dict[str, tuple[int, str]]  # result and error, by name


def work(name: str) -> int:
    """The job itself: put your own in its place."""
    words = 0
    with open(name, "rb") as file:
        while lines := file.readlines(65536):
            if stop.is_set():
                raise InterruptedError("stopped")
            words += sum(len(line.split()) for line in lines)
    return words


def beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def read(path: Path) -> dict[str, int]:
    return dict(json.loads(path.read_bytes())) if path.exists() else {}


def replace(path: Path, text: Iterable[str]) -> None:
    """Nobody sees a half file, also after a power cut."""
    part = beside(path, ".tmp")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.writelines(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            copymode(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


@contextmanager
def locked(path: Path) -> Iterator[dict[str, int]]:
    """What is in the file, and nobody else changes it meanwhile."""
    with FileLock(beside(path, ".lock"), timeout=PATIENCE):
        beside(path, ".tmp").unlink(missing_ok=True)  # of one killed
        yield read(path)


def save(path: Path, fresh: dict[str, int]) -> None:
    """Read, change and write in one turn."""
    with locked(path) as found, saving:
        replace(path, JSON.iterencode(found | fresh))


def append(path: Path, line: str) -> None:
    """In one call, at the end: no line of another gets into it."""
    data = (shown(line) + "\n").encode()
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        if os.write(file, data) < len(data):
            raise OSError("no space for the whole line")
    finally:
        os.close(file)


def attempt(name: str) -> tuple[int, str]:
    try:
        return work(name), ""
    except BaseException as error:
        return 0, f"{type(error).__name__}: {error}".rstrip(": ")


def serve(waiting: deque[str], log: Path, ends: Ends) -> None:
    """What a thread does: take one name after another."""
    try:
        while not stop.is_set():
            name = waiting.popleft()
            result, wrong = attempt(name)
            if not wrong or not stop.is_set():
                append(log, f"{name}: {wrong or result}")
                ends[name] = result, wrong
    except IndexError:
        pass  # all are taken
    except BaseException:
        stop.set()  # what it had in hand is not done
        raise


def shown(s: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=Path, help="a file on each line")
    parser.add_argument("results", type=Path, help="a file of JSON")
    parser.add_argument("--workers", type=int, default=4)
    args = parser.parse_args()
    if args.workers < 1 or not args.names.exists():
        parser.error("give a list that exists, and a worker or more")
    caught: list[int] = []

    def on_signal(number: int, _: object) -> None:
        caught.append(number)
        if caught[1:] and not saving.locked():
            os._exit(128 + number)

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    lines = os.fsdecode(args.names.read_bytes()).split("\n")
    names = [name for name in dict.fromkeys(lines) if name]
    results = args.results.resolve()  # where a link leads
    with locked(results) as found:
        left = {name for name in names if name not in found}
    waiting = deque(name for name in names if name in left)
    failed, ends = dict[str, str](), Ends()
    log = beside(results, ".log")
    team = [
        Thread(target=serve, args=(waiting, log, ends))
        for _ in range(min(args.workers, len(left)))
    ]

    def keep() -> None:
        """Save what has come, and only then count it as done."""
        new = ends.copy()
        fresh = {name: new[name][0] for name in new if not new[name][1]}
        if fresh:
            save(results, fresh)
        failed.update(
            (name, new[name][1]) for name in new.keys() - fresh
        )
        for name in new:
            left.discard(name)
            del ends[name]

    due = monotonic() + SAVE
    try:
        for thread in team:
            thread.start()
        while any(thread.is_alive() for thread in team):
            sleep(0.05)  # between two looks
            if caught:
                stop.set()
            if monotonic() > due:
                keep()
                due = monotonic() + SAVE
    finally:
        stop.set()
        for thread in team:
            if thread.ident:
                thread.join()
        try:
            keep()
        finally:
            done = len(names) - len(failed) - len(left)
            print(
                f"{done} done, {len(failed)} failed, {len(left)} left"
            )
            for name in filter(failed.get, names):
                print(shown(f"{name}: {failed[name]}"))
    sys.exit(128 + caught[0] if caught else bool(failed or left))


if __name__ == "__main__":
    main()
