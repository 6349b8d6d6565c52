from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


def test_a_worker_that_ends_early_is_noticed(changed: Changed) -> None:
    """Nobody else holds its end of the pipe, and so its parent does not wait."""
    sends = '        line.send("at work")\n'
    ended = changed("processes/tidy_before_stop", (sends, f"        sys.exit(3)\n{sends}"))

    assert (ended.returncode, "EOFError" in ended.stderr) == (1, True)
