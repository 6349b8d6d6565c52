"""An error of the view comes to whoever asked, and is no page that says 500."""

from __future__ import annotations

import pytest

from tests.jobs.conftest import Job, job

__all__ = ["job"]
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

LINE = '        guest = request.args["guest"]\n'
RAISES = LINE + '        raise OSError("closed")\n'


def test_an_error_in_the_view_ends_the_program(job: Job) -> None:
    """Flask hands it on, since the app is set up for a test."""
    done = job.run("threads/flask_context", edits={LINE: RAISES})

    assert done.code == 1
    assert done.err.endswith("OSError: closed\n")
