# /// script
# [tool.sample]
# stage = "large_log"
# status = 1
# start-methods = ["spawn"]
# [tool.sample.spared]
# grow = "its items are the lines of the file: see its test"
# ///
"""Processes read one large text file, each a piece of its own that ends
with a line, and their counts are added up."""

import argparse
import os
import signal
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import pairwise
from multiprocessing import active_children, get_context
from pathlib import Path

PIECE = 2**24  # bytes: far more lines than one, far less than the file
MOST = 100  # lines of a piece that may be wrong

caught = list[int]()


def key(line: bytes) -> str:
    """The job itself, for one line: put your own in its place."""
    return line.split()[2].decode()


def work(
    path: Path, start: int, end: int
) -> tuple[Counter[str], list[str]]:
    """What the lines of a piece come to, and which were wrong."""
    found, wrong = Counter[str](), list[str]()
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (line := file.readline()):
            try:
                found[key(line)] += 1
            except Exception as error:
                wrong.append(f"byte {start}: {error!r}")
                if len(wrong) > MOST:
                    raise
            start += len(line)
    return found, wrong


def cuts(path: Path, size: int) -> list[int]:
    """Where the pieces begin, and where the last one ends, in bytes."""
    found, end = [0], path.stat().st_size
    with path.open("rb") as file:
        while found[-1] + size < end:
            file.seek(found[-1] + size)
            file.readline()  # the rest of a line, so that none is cut
            found.append(file.tell())
    return found if found[-1] == end else [*found, end]


def set_up() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def on_signal(number: int, _: object) -> None:
    """Notes it: to raise might break the start of a worker."""
    if caught:
        for worker in active_children():
            worker.kill()
        os._exit(128 + number)
    caught.append(number)
    os.write(2, b"\nstopping; again to leave at once\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--piece", type=int, default=PIECE)
    options = parser.parse_args()
    if options.piece < 1:
        parser.error("a piece has a byte or more")

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    at = cuts(options.file, options.piece)
    total, bad = Counter[str](), list[str]()
    spawn = get_context("spawn")
    pool = ProcessPoolExecutor(options.workers, spawn, set_up)
    try:
        tasks = [
            pool.submit(work, options.file, *ends)
            for ends in pairwise(at)
        ]
        for task in tasks:
            while not task.done() and not caught:
                wait([task], timeout=0.5)
            if caught:
                break
            found, wrong = task.result()
            total.update(found)
            bad += wrong
    except BrokenProcessPool:
        if not caught:  # else a signal has ended a worker
            raise
    finally:
        pool.shutdown(cancel_futures=True)
    if caught:
        sys.exit(128 + caught[0])
    for word, times in total.most_common():
        print(times, word)
    for line in bad:
        print(line)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
