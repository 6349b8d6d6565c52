# /// script
# dependencies = ["dask", "distributed"]
# [tool.sample]
# stage = "jobs/till_visits"
# status = 1
# [tool.sample.spared]
# raise = "a cluster starts in seconds: a test does it once"
# grow = "a cluster starts in seconds: a test does it once"
# interrupt = "a cluster starts in seconds: a test does it once"
# sigterm = "a cluster starts in seconds: a test does it once"
# kill = "a cluster starts in seconds: a test does it once"
# ///
"""Work on each group of a table goes to whatever engine is handed over:
here to Dask, on one machine or on many."""

import csv
import logging
import signal
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Executor, wait
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import dask
from distributed import Client, LocalCluster

WORKERS = 2
LIMIT = 600.0  # seconds for all groups together
SETTINGS = {"distributed.scheduler.allowed-failures": 0}  # no rerun
Rows = list[tuple[str, str]]
Ends = dict[str, int | str]


@contextmanager
def engine() -> Iterator[Executor]:
    """All that hangs on the engine."""
    local = dict[str, object](host="127.0.0.1", threads_per_worker=1)
    local["dashboard_address"] = "127.0.0.1:0"  # a port that is free
    local["silence_logs"] = logging.CRITICAL  # of a last heartbeat
    with (
        TemporaryDirectory() as folder,
        dask.config.set(SETTINGS, temporary_directory=folder),
        LocalCluster(WORKERS, **local) as cluster,
        Client(cluster) as client,  # or Client("tcp://head:8786")
    ):
        yield client.get_executor(pure=False)


def work(rows: Rows) -> int:
    """The job itself: put your own in its place. How long they wait."""
    waited = wait = 0
    for gap, served in rows:
        wait = max(0, wait - int(gap))
        waited += wait
        wait += int(served)
    return waited


def attempt(rows: Rows) -> int | str:
    """The number of a group, or what went wrong, in words."""
    try:
        return work(rows)
    except BaseException as error:
        return f"{type(error).__name__}: {error}".rstrip(": ")


def totals(executor: Executor, groups: dict[str, Rows]) -> Ends:
    """What each group comes to, those with most rows begun first."""
    keys = sorted(groups, key=lambda key: -len(groups[key]))
    sent = {key: executor.submit(attempt, groups[key]) for key in keys}
    done, ends = wait(sent.values(), LIMIT).done, Ends()
    for key, future in sorted(sent.items()):
        try:
            ends[key] = future.result() if future in done else "late"
        except Exception as error:  # what became of its worker
            ends[key] = f"lost: {type(error).__name__}"
    return ends


def read(path: str) -> dict[str, Rows]:
    groups = defaultdict[str, Rows](list)
    with Path(path).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            groups[row["till"]].append((row["gap"], row["served"]))
    return groups


def stop(number: int, _: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # the way out is short
    sys.exit(128 + number)


def main() -> None:
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    groups = read(sys.argv[1])
    with engine() as executor:
        ends = totals(executor, groups)
        for key, end in ends.items():
            print(f"{key or 'no key'}: {end}", flush=True)
    sys.exit(any(isinstance(end, str) for end in ends.values()))


if __name__ == "__main__":
    main()
