"""The job by loky, held to what the other engines are held to."""

from __future__ import annotations

import signal

import pytest

from tests.engines import test_totals as others
from tests.jobs.conftest import Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def test_the_output_is_that_of_a_plain_loop(job: Job) -> None:
    others.test_the_output_is_that_of_a_plain_loop(job, "loky")


def test_a_group_that_fails_costs_itself(job: Job) -> None:
    others.test_a_group_that_fails_costs_itself(job, "loky")


def test_no_row_is_no_line(job: Job) -> None:
    others.test_no_row_is_no_line(job, "loky")


def test_a_lost_worker_is_told(job: Job) -> None:
    others.test_a_lost_worker_is_told(job, "loky", "TerminatedWorkerError")


def test_a_group_that_hangs_is_late(job: Job) -> None:
    """The worker that hangs is killed."""
    others.test_a_group_that_hangs_is_late(job, "loky")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(job: Job, number: int) -> None:
    others.test_a_signal_ends_it(job, "loky", number)


def test_the_table_is_closed_when_it_is_read(job: Job) -> None:
    others.closes_its_table(job, "loky")
