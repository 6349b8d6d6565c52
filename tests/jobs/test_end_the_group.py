import signal
import subprocess
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no process groups", allow_module_level=True)

from snippets.jobs import end_the_group
from snippets.jobs.end_the_group import run, stop


def test_what_ends_in_time_is_returned() -> None:
    """With its output and its status."""
    done = run("echo bread; exit 3", 60)

    assert (done.stdout, done.returncode) == ("bread\n", 3)


def test_after_the_limit_nobody_holds_the_pipe() -> None:
    """So the output of a grandchild that would run on is there at once."""
    with pytest.raises(subprocess.TimeoutExpired):
        run("(sleep 300; echo late) & wait", 0.2)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_with_its_status(
    monkeypatch: pytest.MonkeyPatch, number: int, status: int
) -> None:
    """The one that a shell would say."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    with pytest.raises(SystemExit) as left:
        stop(number, None)

    assert left.value.code == status


def test_only_the_limit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What else ends the wait goes on up."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(end_the_group, "run", interrupted)

    with pytest.raises(KeyboardInterrupt):
        end_the_group.main()
