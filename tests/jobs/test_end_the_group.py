import subprocess
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no process groups", allow_module_level=True)

from snippets.jobs.end_the_group import run


def test_what_ends_in_time_is_returned() -> None:
    """With its output and its status."""
    done = run("echo bread; exit 3", 60)

    assert (done.stdout, done.returncode) == ("bread\n", 3)


def test_after_the_limit_nobody_holds_the_pipe() -> None:
    """So the output of a grandchild that would run on is there at once."""
    with pytest.raises(subprocess.TimeoutExpired):
        run("(sleep 300; echo late) & wait", 0.2)
