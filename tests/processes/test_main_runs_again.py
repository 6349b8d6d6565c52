from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


def test_a_child_that_fails_is_told(changed: Changed) -> None:
    """The exit codes stand in the message, and the status is 1."""
    ended = changed("processes/main_runs_again", ("    pass\n", "    sys.exit(3)\n"))

    assert "exit codes of the children: [3, 3, 3]" in ended.stderr
    assert ended.returncode == 1
