"""The job by joblib's Parallel, held to what the other engines are held to."""

from __future__ import annotations

import signal

import pytest

from tests.engines import test_totals as others
from tests.engines.test_totals import SIZES, at, table, wanted
from tests.jobs.conftest import Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def test_the_output_is_that_of_a_plain_loop(job: Job) -> None:
    others.test_the_output_is_that_of_a_plain_loop(job, "joblib")


def test_a_group_that_fails_costs_itself(job: Job) -> None:
    others.test_a_group_that_fails_costs_itself(job, "joblib")


def test_a_lost_worker_is_told(job: Job) -> None:
    others.test_a_lost_worker_is_told(job, "joblib", "TerminatedWorkerError")


def test_a_group_that_hangs_is_late(job: Job) -> None:
    """The workers are killed, the one that hangs too."""
    others.test_a_group_that_hangs_is_late(job, "joblib")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(job: Job, number: int) -> None:
    others.test_a_signal_ends_it(job, "joblib", number)


def test_what_has_come_stays_when_a_worker_is_lost(job: Job) -> None:
    """The group with most rows is done, and looked at, before another one ends its worker."""
    text = table(SIZES)
    deed = f"""while not os.path.exists({str(job.temporary + "/come")!r}):
            time.sleep(0.01)  # between two looks
        os.kill(os.getpid(), 9)"""
    edits = at("b", 7, deed) | {
        "import csv\n": "import csv\nimport os\nimport time\n",
        "                ends[key] = end\n": (
            "                ends[key] = end\n"
            f"                if key == 'a': open({job.temporary + '/come'!r}, 'w')\n"
        ),
    }
    (job.folder / "visits.csv").write_text(text)

    done = job.run("engines/totals_joblib", "visits.csv", edits=edits)

    assert done.code == 1
    assert {"b: lost: TerminatedWorkerError", wanted(text)[1]} <= {*done.out.splitlines()}


def test_the_table_is_closed_when_it_is_read(job: Job) -> None:
    others.closes_its_table(job, "joblib")
