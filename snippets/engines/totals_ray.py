# /// script
# dependencies = ["ray"]
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
here to Ray, which has no executor, by an adapter."""

import csv
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent import futures
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any
from weakref import WeakSet

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # it would report itself
os.environ["RAY_ENABLE_UV_RUN_RUNTIME_ENV"] = "0"  # uv run is enough

import ray

WORKERS = 2
LIMIT = 600.0  # seconds for all groups together
SHORT = "/tmp" if os.name == "posix" else None  # a socket's path is
Rows = list[tuple[str, str]]
Ends = dict[str, int | str]


class RayExecutor(Executor):
    """A call of Ray's gives a reference, and that a future."""

    def __init__(self) -> None:
        self.open, self.given = True, WeakSet[Future[Any]]()
        self.send = ray.remote(max_retries=0)(run).remote

    def submit(
        self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Future[Any]:
        if not self.open:
            raise RuntimeError("no new futures after shutdown")
        future: Future[Any] = self.send(fn, args, kwargs).future()
        self.given.add(future)
        return future

    def shutdown(
        self, wait: bool = True, *, cancel_futures: bool = False
    ) -> None:
        self.open = False
        if cancel_futures:
            raise NotImplementedError("what was sent to Ray runs")
        if wait:
            futures.wait(self.given)


def run(fn: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    return fn(*args, **kwargs)


def start(folder: str) -> None:
    """Ray on this machine, with a key that is not left in your home."""
    os.environ["RAY_AUTH_TOKEN"] = token_hex(32)
    local = dict(num_cpus=WORKERS, _node_ip_address="127.0.0.1")
    small = dict(object_store_memory=2**28, include_dashboard=False)
    ray.init(**local, **small, _temp_dir=folder, logging_level="ERROR")


@contextmanager
def engine() -> Iterator[Executor]:
    """All that hangs on the engine."""
    with TemporaryDirectory(prefix="ray-", dir=SHORT) as folder:
        try:
            start(folder)  # or ray.init("auto")
            signal.signal(signal.SIGTERM, stop)  # Ray has put its own
            yield RayExecutor()
        finally:
            ray.shutdown()


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
