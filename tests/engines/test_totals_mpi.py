"""The job by MPI, held to what the other engines are held to."""

from __future__ import annotations

import signal

import pytest

from tests.engines import test_totals as others
from tests.jobs.conftest import Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def test_the_output_is_that_of_a_plain_loop(job: Job) -> None:
    others.test_the_output_is_that_of_a_plain_loop(job, "mpi")


def test_a_group_that_fails_costs_itself(job: Job) -> None:
    others.test_a_group_that_fails_costs_itself(job, "mpi")


def test_no_row_is_no_line(job: Job) -> None:
    others.test_no_row_is_no_line(job, "mpi")


def test_a_lost_worker_is_told(job: Job) -> None:
    others.test_a_lost_worker_is_told(job, "mpi", "")


def test_a_group_that_hangs_is_late(job: Job) -> None:
    """mpiexec ends all when one of them says so."""
    others.test_a_group_that_hangs_is_late(job, "mpi")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(job: Job, number: int) -> None:
    others.test_a_signal_ends_it(job, "mpi", number)


def test_the_table_is_closed_when_it_is_read(job: Job) -> None:
    others.closes_its_table(job, "mpi")


def test_an_error_in_one_process_of_mpi_ends_all(job: Job) -> None:
    """One that has not begun to work: the others wait for it, and would for ever."""
    raised = "    unname()\n    if MPI.COMM_WORLD.rank == 1:\n        raise OSError('odd')\n"

    done = others.run(job, "mpi", {"    unname()\n": raised})

    assert done.code == 1 and "OSError: odd" in done.err + done.out
