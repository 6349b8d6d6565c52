"""What the program for Ray sets, and what becomes of it: how often a call is run."""

from __future__ import annotations

import re
import signal
from concurrent.futures import Executor
from inspect import signature

import pytest

from shelf import find
from tests.engines import test_totals as others
from tests.jobs.conftest import Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def test_a_group_that_loses_its_worker_is_not_run_again(job: Job) -> None:
    """What it had written would be there twice."""
    calls = job.folder.parent / "calls"
    dies = (
        f"    with open({str(calls)!r}, 'a') as calls:\n        calls.write('.')\n    os._exit(3)\n"
    )
    text = "till,gap,served\na,1,2\n"

    done = others.run(job, "ray", {others.WORK: dies + others.WORK}, text)

    assert done.code == 1
    assert "a: lost: WorkerCrashedError" in done.out.splitlines()  # among words of Ray's own
    assert calls.read_text() == "."


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(job: Job, number: int) -> None:
    others.test_a_signal_ends_it(job, "ray", number)


def test_the_table_is_closed_when_it_is_read(job: Job) -> None:
    others.closes_its_table(job, "ray")


def test_shutdown_has_the_defaults_of_every_executor() -> None:
    """Whoever says nothing waits, and cancels nothing."""
    source = find("engines/totals_ray").source
    (told,) = re.findall(r"def shutdown\(\s*(.*?)\s*\) -> None:", source, re.DOTALL)

    assert f"({told})".replace(": bool = ", "=") == str(signature(Executor.shutdown))
