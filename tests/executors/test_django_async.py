"""The task in the thread leaves no connection open behind it."""

from __future__ import annotations

import pytest

from tests.jobs.conftest import Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

LINE = "        print(await sync_to_async(price)(item))\n"
LEFT = LINE + "        print(await sync_to_async(lambda: connection.connection)())\n"


def test_a_task_closes_the_connection_of_its_thread(job: Job) -> None:
    """A connection is its thread's own, and closed when the price is known."""
    done = job.run("executors/django_async", edits={LINE: LEFT})

    assert done.code == 0, done.err
    assert done.out.splitlines()[1::2] == ["None", "None"]
