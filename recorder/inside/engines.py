"""Makes the engines: each gives a function that makes an Executor of two workers.

Those that are no Executor by themselves have the smallest adapter that makes
them one.  Whatever an engine starts ends with its block.
"""

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from contextlib import contextmanager, suppress
from typing import Any

#: What an engine gives: what makes an executor.
Made = Iterator[Callable[..., Any]]
#: Seconds in which a cluster of processes has started.
START = 120


@contextmanager
def thread() -> Made:
    yield lambda **options: futures.ThreadPoolExecutor(2, **options)


def process(method: str) -> Any:
    @contextmanager
    def made() -> Made:
        context: Any = multiprocessing.get_context(method)
        yield lambda **options: futures.ProcessPoolExecutor(2, context, **options)

    return made


@contextmanager
def interpreters() -> Made:
    yield lambda **options: futures.InterpreterPoolExecutor(2, **options)


@contextmanager
def loky() -> Made:
    from loky import ProcessPoolExecutor

    yield lambda **options: ProcessPoolExecutor(2, **options)


class Pebble(futures.Executor):
    """Pebble's pool is no Executor: its `submit` takes a time limit as well."""

    def __init__(self, **options: Any) -> None:
        from pebble import ProcessPool

        self.pool = ProcessPool(2, **options)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        return self.pool.submit(fn, None, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.pool.stop() if cancel_futures else self.pool.close()
        if wait:
            self.pool.join()


@contextmanager
def pebble() -> Made:
    yield Pebble


@contextmanager
def mpi() -> Made:
    """Started by `mpiexec -n 3 python -m mpi4py.futures`: one asks, two work."""
    from mpi4py.futures import MPIPoolExecutor

    yield lambda **options: MPIPoolExecutor(**options)


@contextmanager
def dask() -> Made:
    from distributed import Client, LocalCluster

    with (
        tempfile.TemporaryDirectory(prefix="dask-") as folder,
        LocalCluster(
            local_directory=folder,
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=50,
        ) as cluster,
        Client(cluster, timeout=START) as client,
    ):
        yield client.get_executor


@contextmanager
def dask_apart() -> Made:
    """A scheduler and two workers that are programs of their own, as on a cluster."""
    from distributed import Client

    folder = tempfile.mkdtemp(prefix="dask-")
    file = os.path.join(folder, "scheduler.json")
    python, here = (sys.executable, "-m"), ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = ("distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", file)
    worker = ("distributed.cli.dask_worker", "--scheduler-file", file, "--nworkers", "2")
    own = ("--nthreads", "1", "--local-directory", folder)
    silent: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen([*python, *scheduler, *here], **silent)]
    try:
        until = time.monotonic() + START
        while not os.path.exists(file):
            if time.monotonic() > until or started[0].poll() is not None:
                raise RuntimeError("the scheduler does not start")
            time.sleep(0.05)
        started.append(subprocess.Popen([*python, *worker, *here, *own], **silent))
        with Client(scheduler_file=file, timeout=START) as client:
            client.wait_for_workers(2, timeout=START)
            yield client.get_executor
    finally:
        for one in reversed(started):
            one.terminate()
            with suppress(subprocess.TimeoutExpired):
                one.wait(15)
            one.kill()
            one.wait()
        shutil.rmtree(folder, ignore_errors=True)


class Ray(futures.Executor):
    """Ray has no Executor: the reference that a call gives has a Future."""

    def __init__(self) -> None:
        self.open, self.given = True, list[Any]()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        import ray

        if not self.open:
            raise RuntimeError("cannot schedule new futures after shutdown")
        self.given.append(ray.remote(fn).remote(*args, **kwargs).future())
        return self.given[-1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.open = False
        if cancel_futures:
            for future in self.given:
                future.cancel()
        if wait:
            futures.wait([one for one in self.given if not one.cancelled()])


@contextmanager
def ray() -> Made:
    import ray as library

    folder = tempfile.mkdtemp(prefix="ray-")
    library.init(
        num_cpus=2,
        include_dashboard=False,
        _temp_dir=folder,
        _node_ip_address="127.0.0.1",
        object_store_memory=300 * 2**20,
        logging_level="ERROR",
        log_to_driver=False,
    )
    try:
        yield Ray
    finally:
        library.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


ENGINES = {
    "thread": thread,
    "process-fork": process("fork"),
    "process-forkserver": process("forkserver"),
    "process-spawn": process("spawn"),
    "interpreters": interpreters,
    "loky": loky,
    "pebble": pebble,
    "mpi": mpi,
    "mpi-open": mpi,
    "dask": dask,
    "dask-apart": dask_apart,
    "ray": ray,
}
