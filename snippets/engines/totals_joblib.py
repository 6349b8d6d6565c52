# /// script
# dependencies = ["joblib"]
# [tool.sample]
# stage = "jobs/till_visits"
# status = 1
# ///
"""Work on each group of a table goes to joblib's Parallel, and what has
come stays, whatever becomes of the rest."""

import csv
import multiprocessing
import signal
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from joblib import Parallel, delayed, parallel_config

WORKERS = 2
LIMIT = 600.0  # seconds until another group is done
Rows = list[tuple[str, str]]
Ends = dict[str, int | str]


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


def named(key: str, rows: Rows) -> tuple[str, int | str]:
    return key, attempt(rows)  # they come in any order


def totals(groups: dict[str, Rows]) -> Ends:
    """What each group comes to, those with most rows begun first."""
    keys = sorted(groups, key=lambda key: -len(groups[key]))
    calls = [delayed(named)(key, groups[key]) for key in keys]
    pool = Parallel(return_as="generator_unordered", timeout=LIMIT)
    ends, rest = Ends(), ""
    try:
        with closing(pool(calls)) as results:
            for key, end in results:
                ends[key] = end
    except multiprocessing.TimeoutError:  # no other is joblib's
        rest = "late"
    except Exception as error:  # what became of a worker
        rest = f"lost: {type(error).__name__}"
    return {key: ends.get(key, rest) for key in sorted(keys)}


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
    with parallel_config("loky", n_jobs=WORKERS):  # or "dask"
        ends = totals(groups)
    for key, end in ends.items():
        print(f"{key or 'no key'}: {end}", flush=True)
    sys.exit(any(isinstance(end, str) for end in ends.values()))


if __name__ == "__main__":
    main()
