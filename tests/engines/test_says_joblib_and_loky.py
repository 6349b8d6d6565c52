"""What the page on joblib and loky says besides, held to loky."""

from __future__ import annotations

import textwrap

import pytest

from tests.jobs.conftest import Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def said(job: Job, text: str) -> list[str]:
    """What a text with loky prints, line by line."""
    done = job.start_text("engines/totals_loky", textwrap.dedent(text)).finish()
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
