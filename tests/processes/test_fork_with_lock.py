from collections.abc import Callable
from unittest.mock import MagicMock

import pytest

from shelf import find
from snippets.processes import fork_with_lock


def test_spawn_helps_as_well(printed: Callable[[str], str]) -> None:
    """A spawned child makes its own lock too, and ends."""
    source = find("processes/fork_with_lock").shown.replace('"forkserver"', '"spawn"')

    assert printed(source).endswith("exit code of the child: 0\n")


def test_a_report_is_written_under_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child does take the lock, which is its own."""
    lock = MagicMock()
    monkeypatch.setattr(fork_with_lock, "journal", lock)
    fork_with_lock.report()

    lock.__enter__.assert_called_once()
    lock.__exit__.assert_called_once()
