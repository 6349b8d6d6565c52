"""What the program for Dask sets, and what becomes of it: how often a call is run."""

from __future__ import annotations

import pytest

from tests.engines import test_totals as others
from tests.jobs.conftest import Done, Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def counted(job: Job, then: str, text: str) -> tuple[Done, str]:
    """A run in which each call leaves a byte behind, and then does something more."""
    calls = job.folder.parent / "calls"
    write = f"    with open({str(calls)!r}, 'a') as calls:\n        calls.write('.')\n"
    done = others.run(job, "dask", {others.WORK: write + then + others.WORK}, text)
    return done, calls.read_text()


def test_equal_groups_are_both_worked_on(job: Job) -> None:
    """Dask would take two calls with the same rows for one."""
    text = "till,gap,served\na,1,2\nb,1,2\n"

    done, calls = counted(job, "", text)

    assert (done.code, done.out.splitlines()) == (0, others.wanted(text))
    assert calls == ".."


def test_a_group_that_loses_its_worker_is_not_run_again(job: Job) -> None:
    """What it had written would be there twice."""
    dies = "    __import__('os').kill(__import__('os').getpid(), 9)\n"

    done, calls = counted(job, dies, "till,gap,served\na,1,2\n")

    assert (done.code, done.out, calls) == (1, "a: lost: KilledWorker\n", ".")


def test_the_table_is_closed_when_it_is_read(job: Job) -> None:
    others.closes_its_table(job, "dask")
