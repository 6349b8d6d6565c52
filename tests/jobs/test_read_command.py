"""A command that fails or that nobody waits for any longer is told of, and ended."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from snippets.jobs import read_command


@pytest.fixture(autouse=True)
def unheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signals of this process stay as they are."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)


def test_a_command_that_fails_is_told_with_its_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its status, and what it wrote to its standard error."""
    fails = [sys.executable, "-c", "import sys; print('no bread', file=sys.stderr); sys.exit(3)"]
    monkeypatch.setattr(read_command, "COMMAND", fails)

    with pytest.raises(SystemExit) as left:
        read_command.main()

    assert left.value.code == "status 3: no bread\n"


def test_a_command_that_is_given_up_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait has a limit, and past it the command is killed and waited for."""
    begun: list[tuple[subprocess.Popen[str], float | None]] = []

    def given_up(command: subprocess.Popen[str], timeout: float | None = None) -> None:
        begun.append((command, timeout))
        raise subprocess.TimeoutExpired(command.args, timeout or 0)

    monkeypatch.setattr(
        read_command, "COMMAND", [sys.executable, "-c", "import time; time.sleep(50)"]
    )
    monkeypatch.setattr(read_command.Popen, "communicate", given_up)

    with pytest.raises(subprocess.TimeoutExpired):
        read_command.main()

    ((command, limit),) = begun
    assert limit is not None
    assert command.returncode
