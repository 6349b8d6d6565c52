# /// script
# dependencies = ["numpy"]
# [tool.sample]
# stage = "big_table"
# systems = ["linux", "macos"]
# ///
"""Several processes read one big table without a copy for each, and the
program says what each way of sharing costs."""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import fsum, isnan, nan
from mmap import PAGESIZE
from multiprocessing import Pipe, get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import numpy as np

ROWS = 100_000  # that are worked on at a time, in whatever worker
LIMIT = 3600.0  # seconds until every worker has to have answered
WORKERS = 4

Numbers = list[float]

table: Any = None


def work(part: Any) -> Numbers:
    """The job itself: put your own in its place. It only reads."""
    return [float(total) for total in part.sum(axis=0)]


def private(array: Any) -> float:
    """What part of its memory no other process has, files left out."""
    start = array.__array_interface__["data"][0]
    first = start // PAGESIZE
    end = -(-(start + array.nbytes) // PAGESIZE)
    with suppress(OSError), open("/proc/self/pagemap", "rb") as pages:
        told = os.pread(pages.fileno(), 8 * (end - first), 8 * first)
        flags = np.frombuffer(told, np.uint8)[7::8] & 0b10100001
        return float(np.mean(flags == 0b10000001))  # there, and alone
    return nan


def attach(way: str, source: Any) -> tuple[Any, Any]:
    """The table in a worker, and what has to live as long as it."""
    if way == "file":
        return np.load(source, mmap_mode="r"), None
    if way == "block":
        name, shape, kind = source
        block = SharedMemory(name)
        return np.ndarray(shape, kind, block.buf), block
    return (table if way == "fork" else source), None


def serve(pipe: Connection, way: str, mine: list[range]) -> None:
    """What a worker does: sum up its places, and say what it cost."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=end_with_parent, daemon=True).start()
    try:
        whole, _keep = attach(way, pipe.recv())
        whole.flags.writeable = False
        done = [(p.start, work(whole[p.start : p.stop])) for p in mine]
        pipe.send((done, private(whole)))
    except BaseException as error:
        pipe.send(f"{type(error).__name__}: {error}")
    os._exit(0)  # no block is closed under an array that still looks


def end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def shared(way: str, path: Path) -> Iterator[Any]:
    """What a worker has to be sent, for as long as workers need it."""
    global table
    if way == "file":
        yield path
    elif way == "block":
        whole = np.load(path, mmap_mode="r")
        room = os.path.isdir("/dev/shm") and os.statvfs("/dev/shm")
        if room and room.f_bavail * room.f_frsize < whole.nbytes:
            raise OSError(f"no {whole.nbytes} bytes free in /dev/shm")
        block = SharedMemory(create=True, size=max(1, whole.nbytes))
        try:
            inside = np.ndarray(whole.shape, whole.dtype, block.buf)
            inside[:] = whole
            del inside
            yield block.name, whole.shape, whole.dtype
        finally:
            block.close()
            block.unlink()
    else:
        table = np.load(path)
        yield None if way == "fork" else table


def run(way: str, path: Path, workers: int) -> tuple[Numbers, Numbers]:
    """The sums, and what part of the table each worker had copied."""
    whole = np.load(path, mmap_mode="r")
    places = [range(i, i + ROWS) for i in range(0, len(whole), ROWS)]
    context = get_context("fork" if way == "fork" else None)
    team, end = dict[Connection, Any](), monotonic() + LIMIT
    answers = []
    with shared(way, path) as source:
        try:
            for i in range(min(workers, len(places))):
                ours, theirs = Pipe()
                work = theirs, way, places[i::workers]
                team[ours] = context.Process(target=serve, args=work)
                team[ours].daemon = True
                with theirs:
                    team[ours].start()
                with suppress(OSError):  # it is dead, and is so below
                    ours.send(source)
            waiting = dict(team)
            while waiting:
                ends = [one.sentinel for one in waiting.values()]
                if not wait([*waiting, *ends], end - monotonic()):
                    raise TimeoutError(f"not done after {LIMIT:g} s")
                for ours, process in [*waiting.items()]:
                    if ours.poll() or not process.is_alive():
                        answers.append(received(ours))
                        del waiting[ours]
        finally:
            for ours, process in team.items():
                if process.pid:
                    process.kill()
                    process.join()
                ours.close()
    sums = sorted(pair for done, _ in answers for pair in done)
    columns = zip(*(numbers for _, numbers in sums), strict=True)
    copies = [copy for _, copy in answers]
    return [fsum(column) for column in columns], copies


def received(pipe: Connection) -> Any:
    """What a worker has sent; an error, or nothing, is raised."""
    answer: Any = "a worker has died"
    with suppress(EOFError, OSError):
        if pipe.poll():
            answer = pipe.recv()
    if isinstance(answer, str):
        raise RuntimeError(answer)
    return answer


def stop(number: int, _: object) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # the way out is short
    sys.exit(128 + number)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path, help="a .npy file")
    parser.add_argument(
        "--ways",
        nargs="+",
        default=["file"],
        choices=("file", "block", "fork", "argument"),
    )
    parser.add_argument("--workers", type=int, default=WORKERS)
    args = parser.parse_args()
    if args.workers < 1:
        parser.error("give a worker or more")
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    for way in args.ways:
        sums, copies = run(way, args.table, args.workers)
        held = sum(copy > 0.5 for copy in copies)
        told = f"a copy in {held} of {len(copies)} workers"
        if not held:
            told = "cost not known" if isnan(sum(copies)) else "no copy"
        print(f"{way}: {told}; sums {sums}")


if __name__ == "__main__":
    main()
