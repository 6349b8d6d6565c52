"""A Dask cluster for our own long work: ``make matrix ENGINE=tests.chores.cluster:dask``.

``DASK_WORKERS`` workers (2) are started here, each a process, and end with the work.
With ``DASK_SCHEDULER_ADDRESS=tcp://head:8786`` those of another cluster do it, as on

    python -m tests.chores.cluster scheduler
    python -m tests.chores.cluster worker tcp://head:8786

which is the command ``dask``, in a checkout that lies on each machine at the same place
and is the same.  What a worker that is killed was at, another one does again: Dask does
so three times (``distributed.scheduler.allowed-failures``), and then names the task.
"""

from __future__ import annotations

import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from recorder.pythons.environments import python_with
from recorder.pythons.interpreters import choose
from shelf.contract import ENGINES

#: A worker imports for half a minute where the machine has much else to do.
SETTINGS = {"distributed.comm.timeouts.connect": "120s"}


def borrow() -> None:
    """Let this process, and the workers that it starts, import Dask.

    It is no package of the project: it comes from the environment in which its
    promises are asked for, behind all that is installed here.
    """
    (lock,) = (one.lock() for one in ENGINES if one.name == "dask")
    assert lock is not None
    home = Path(python_with(lock, choose(""))).parents[1]
    sys.path.append(sysconfig.get_path("purelib", vars={"base": str(home)}))


@contextmanager
def dask() -> Iterator[Executor]:
    """The executor of a cluster: the one that Dask's settings name, or one on this machine."""
    borrow()
    from dask import config
    from distributed import Client, LocalCluster

    if config.get("scheduler-address", None):
        with Client() as client:
            yield client.get_executor(pure=False)
        return
    with tempfile.TemporaryDirectory(prefix="cluster-", ignore_cleanup_errors=True) as folder:
        try:
            with (
                config.set(SETTINGS, temporary_directory=folder),
                LocalCluster(
                    n_workers=config.get("workers", 2),
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    memory_limit=None,  # it would be of the worker, and not of what it runs
                    env={"TMPDIR": folder},
                ) as cluster,
                Client(cluster) as client,
            ):
                yield client.get_executor(pure=False)
        finally:
            end_in(folder)


def end_in(folder: str) -> None:
    """End whoever has temporary files in `folder`: programs of a killed worker, and theirs."""
    found = True
    while found:  # one may start another meanwhile
        found = False
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.environ().get("TMPDIR", "").startswith(folder):
                    found = True
                    process.kill()
                    process.wait(10)


if __name__ == "__main__":
    borrow()
    from dask.__main__ import main

    main()
