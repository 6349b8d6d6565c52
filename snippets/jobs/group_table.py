# /// script
# dependencies = ["pandas", "pyarrow"]
# [tool.sample]
# stage = "till_visits"
# status = 1
# ///
"""A Python function works on each group of a table in processes, which
map the sorted table, so that no group is sent to them."""

import argparse
import atexit
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from math import fsum
from multiprocessing import Pipe, Process, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from time import monotonic

import pandas as pd
from pyarrow import feather

ROWS = 20_000  # that a worker is handed at a time, or one group
LIMIT = 600.0  # seconds that one group may take
DEATHS = 50  # in a row, after which it is not the groups' fault

Groups = list[range]  # the places of their rows
Keys = dict[range, object]
Answer = tuple[range, float | str]


def work(rows: pd.DataFrame) -> float:
    """The job itself: put your own in its place. How long they wait."""
    waited = wait = 0
    for gap, served in zip(rows["gap"], rows["served"], strict=True):
        wait = max(0, wait - int(gap))
        waited += wait
        wait += int(served)
    return waited


def attempt(rows: pd.DataFrame) -> float | str:
    """The number of one group, or what went wrong, in words."""
    try:
        return float(work(rows))
    except BaseException as error:
        return f"{type(error).__name__}: {error}".rstrip(": ")


def serve(pipe: Connection, path: Path) -> None:
    """What a worker does: take groups, and answer after each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=end_with_parent, daemon=True).start()
    table = feather.read_table(path, memory_map=True)
    while groups := pipe.recv():
        first, size = groups[0].start, groups[-1].stop - groups[0].start
        part = table.slice(first, size).to_pandas(use_threads=False)
        for group in groups:
            rows = part.iloc[group.start - first : group.stop - first]
            pipe.send(attempt(rows.reset_index(drop=True)))


def end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


class Worker:
    """A process, the pipe to it, and the groups that it has in hand."""

    def __init__(self, path: Path) -> None:
        self.hand, self.since = deque[range](), 0.0
        self.pipe, end = Pipe()
        self.proc = Process(target=serve, args=(end, path), daemon=True)
        with end:
            self.proc.start()

    def kill(self) -> str:
        self.proc.kill()
        self.proc.join()
        self.pipe.close()
        end = self.proc.exitcode or 0
        return signal.Signals(-end).name if end < 0 else f"exit {end}"


def run(path: Path, groups: Groups, most: int) -> Iterator[Answer]:
    """Each group when it is done, with its number or what was wrong."""
    waiting, team, deaths = shares(groups, most), list[Worker](), 0
    try:
        while waiting or any(one.hand for one in team):
            while len(team) < min(most, len(waiting)):
                team.append(Worker(path))
            for one in team:
                if waiting and not one.hand:
                    one.since = monotonic()
                    one.hand.extend(waiting.popleft())
                    with suppress(OSError):  # it is dead, seen below
                        one.pipe.send([*one.hand])
            wait([one.pipe for one in team], timeout=0.5)
            for one in list(team):
                dead = not one.proc.is_alive()
                with suppress(EOFError, OSError):
                    while one.hand and one.pipe.poll():
                        answer = one.pipe.recv()
                        one.since, deaths = monotonic(), 0
                        yield one.hand.popleft(), answer
                late = one.hand and monotonic() - one.since > LIMIT
                if dead or late:
                    how, deaths = one.kill(), deaths + 1
                    team.remove(one)
                    if deaths > DEATHS:
                        raise RuntimeError(f"every worker dies: {how}")
                    if one.hand:
                        why = (
                            f"crashed: {how}" if dead else "time limit"
                        )
                        yield one.hand.popleft(), why
                    waiting.extend([group] for group in one.hand)
    finally:
        for one in team:
            one.kill()


def shares(groups: Groups, most: int) -> deque[Groups]:
    """Neighbours, of some rows together, the largest share first."""
    size = 1 + min(ROWS, sum(map(len, groups)) // (8 * most))
    found = groupby(groups, lambda group: group.start // size)
    made = [[*share] for _, share in found]
    return deque(sorted(made, key=lambda share: -sum(map(len, share))))


def prepare(source: Path, key: str, path: Path) -> tuple[Keys, int]:
    """Sort a table into `path`: which rows are of which key, and how
    many are of none."""
    table = pd.read_csv(source)
    table = table.sort_values(key, kind="stable", ignore_index=True)
    table.to_feather(path, compression="uncompressed")
    sizes = table.groupby(key, sort=False).size()
    ends = [0, *sizes.cumsum().tolist()]
    keys = zip(map(range, ends, ends[1:]), sizes.index, strict=True)
    return dict(keys), len(table) - ends[-1]


def stop(number: int, _: object) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # the way out is short
    sys.exit(128 + number)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path, help="a .csv file")
    parser.add_argument("key", help="the column to group by")
    parser.add_argument("out", type=Path, help="file for the results")
    parser.add_argument("--workers", type=int, default=4)
    args = parser.parse_args()
    if args.workers < 1:
        parser.error("give a worker or more")
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    path = args.out.with_name(f"{args.out.name}.part")
    atexit.register(path.unlink, missing_ok=True)
    try:
        keys, none = prepare(args.table, args.key, path)
    except (OSError, LookupError, ValueError) as error:
        parser.error(f"{type(error).__name__}: {error}")
    ends = dict[range, float | str]()
    try:
        ends.update(run(path, [*keys], args.workers))
    finally:
        told = [(key, ends.get(group)) for group, key in keys.items()]
        good = {key: end for key, end in told if isinstance(end, float)}
        bad = {key: end for key, end in told if isinstance(end, str)}
        left = len(told) - len(good) - len(bad)
        print(f"{len(good)} done, {len(bad)} failed, {left} left")
        print(f"sum {fsum(good.values())}; {none} rows have no key")
        for key, why in bad.items():
            print(repr(f"{key}: {why}")[1:-1])  # controls escaped
        results = pd.Series(good, name="result", dtype=float)
        results.to_csv(path, index_label=args.key)
        path.replace(args.out)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
