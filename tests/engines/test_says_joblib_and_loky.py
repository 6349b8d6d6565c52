"""What the page on joblib and loky says besides, held to loky."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from recorder.pythons.environments import NoEnvironment, python_for
from shelf import find
from tests.engines.test_totals import SIZES, at, table, wanted
from tests.jobs.conftest import Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def said(job: Job, text: str, name: str = "engines/totals_loky") -> list[str]:
    """What a text with loky, or with the packages of another program, prints, line by line."""
    done = job.start_text(name, textwrap.dedent(text)).finish()
    assert done.code == 0, done.err
    return done.out.splitlines()


def test_a_lambda_goes_to_a_worker(job: Job) -> None:
    """The standard library's pool refuses it."""
    words = said(
        job,
        """
        from concurrent import futures
        import loky

        if __name__ == "__main__":
            for kind in (loky.ProcessPoolExecutor, futures.ProcessPoolExecutor):
                with kind(1) as pool:
                    try:
                        print(pool.submit(lambda: 42).result(60))
                    except Exception as error:
                        print("refused")
        """,
    )

    assert words == ["42", "refused"]


def test_a_lost_worker_is_a_broken_pool(job: Job) -> None:
    """Of the standard library's type; `get_reusable_executor` gives a new one then."""
    words = said(
        job,
        """
        import os
        from concurrent.futures.process import BrokenProcessPool
        from loky import get_reusable_executor

        if __name__ == "__main__":
            one = get_reusable_executor(1)
            print(get_reusable_executor(1) is one)
            try:
                one.submit(os._exit, 3).result(60)
            except BrokenProcessPool as error:
                print(type(error).__name__)
            two = get_reusable_executor(1)
            print(two is one, two.submit(abs, -1).result(60))
            two.shutdown(kill_workers=True)
        """,
    )

    assert words == ["True", "TerminatedWorkerError", "False 1"]


def test_an_error_that_cannot_be_rebuilt_breaks_the_pool(job: Job) -> None:
    words = said(
        job,
        """
        from concurrent.futures import BrokenExecutor
        from loky import ProcessPoolExecutor

        class Odd(Exception):
            def __init__(self, *, line):
                super().__init__(line)

        def fail():
            raise Odd(line=1)

        if __name__ == "__main__":
            pool = ProcessPoolExecutor(1)
            print(isinstance(pool.submit(fail).exception(60), BrokenExecutor))
            pool.shutdown(kill_workers=True)
        """,
    )

    assert words == ["True"]


def test_it_has_a_shutdown_of_its_own(job: Job) -> None:
    words = said(
        job,
        """
        from loky import ProcessPoolExecutor

        if __name__ == "__main__":
            pool = ProcessPoolExecutor(1)
            pool.submit(print, "here", flush=True).result(60)
            try:
                pool.shutdown(cancel_futures=True)
            except TypeError:
                print("TypeError")
            pool.shutdown()
        """,
    )

    assert words == ["here", "TypeError"]


def test_parallel_works_in_a_pool_of_loky(job: Job) -> None:
    """It takes a lambda, which the standard library's pool refuses, and tells of loky's workers."""
    words = said(
        job,
        """
        import os
        from concurrent.futures.process import BrokenProcessPool
        from joblib import Parallel, delayed

        if __name__ == "__main__":
            print(Parallel(2)(delayed(lambda n: -n)(n) for n in range(3)))
            try:
                Parallel(2)(delayed(os._exit)(n) for n in (3, 3))
            except BrokenProcessPool as error:
                print(type(error).__name__)
        """,
        "engines/totals_joblib",
    )

    assert words == ["[0, -1, -2]", "TerminatedWorkerError"]


def test_an_error_in_a_call_ends_all_of_parallel(job: Job) -> None:
    """It has its type and arguments; a call that would never end is killed."""
    words = said(
        job,
        """
        import signal
        from joblib import Parallel, delayed

        def fail(number):
            if number == 3:
                raise ValueError("odd", number)
            signal.pause()

        if __name__ == "__main__":
            try:
                Parallel(2)(delayed(fail)(n) for n in (1, 3, 5))
            except ValueError as error:
                print(error.args)
        """,
        "engines/totals_joblib",
    )

    assert words == ["('odd', 3)"]


def test_the_time_limit_of_parallel_is_for_the_next_result(job: Job) -> None:
    """Its error is that of multiprocessing, which is no `TimeoutError`; what had come stays."""
    words = said(
        job,
        """
        import multiprocessing, signal
        from joblib import Parallel, delayed

        def work(number):
            if number == 3:
                signal.pause()
            return number

        if __name__ == "__main__":
            print(issubclass(multiprocessing.TimeoutError, TimeoutError))
            calls = [delayed(work)(n) for n in (1, 3)]
            for number in Parallel(2, return_as="generator_unordered")(calls[:1]):
                print(number)
            try:
                for number in Parallel(2, return_as="generator_unordered", timeout=1)(calls[1:]):
                    print(number)
            except multiprocessing.TimeoutError as error:
                print(type(error).__name__)
        """,
        "engines/totals_joblib",
    )

    assert words == ["False", "1", "TimeoutError"]


def on_dask(job: Job, edits: dict[str, str], text: str) -> list[str]:
    """What the program for joblib prints on a cluster of Dask, which has both packages."""
    name = "engines/totals_joblib"
    try:
        python = python_for(find(name), job.interpreter)
    except NoEnvironment as why:
        pytest.skip(str(why))
    (home,) = Path(python).parents[1].glob("lib/python*/site-packages")
    source = find(name).source
    edits = {
        "import csv\n": f"import sys\nsys.path.append({str(home)!r})\nimport csv\n",
        'parallel_config("loky", n_jobs=WORKERS):  # or "dask"': (
            "LocalCluster(WORKERS, threads_per_worker=1, host='127.0.0.1', "
            'dashboard_address="127.0.0.1:0") as cluster, Client(cluster), parallel_config("dask"):'
        ),
        "WORKERS = 2\n": (
            "WORKERS = 2\nimport dask\nfrom distributed import Client, LocalCluster\n"
            'dask.config.set({"distributed.scheduler.allowed-failures": 0})\n'
        ),
        **edits,
    }
    for old, new in edits.items():
        assert old in source, old
        source = source.replace(old, new)
    (job.folder / "visits.csv").write_text(text)
    done = job.start_text("engines/totals_dask", source, "visits.csv").finish()
    return done.out.splitlines()


def test_one_line_leads_parallel_to_a_cluster_of_dask(job: Job) -> None:
    """The workers are those of the client that is open."""
    text = table(SIZES)

    assert on_dask(job, {}, text) == wanted(text)


def test_a_lost_worker_of_dask_is_late_for_parallel(job: Job) -> None:
    """Nothing is raised, so the limit alone ends it; without a limit it would wait for ever."""
    deed = at("b", 7, "__import__('os').kill(__import__('os').getpid(), 9)")

    told = on_dask(job, deed | {"LIMIT = 600.0": "LIMIT = 10.0"}, table(SIZES))

    assert "b: late" in told and "lost" not in " ".join(told)
