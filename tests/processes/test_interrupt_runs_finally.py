from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


SENDS = '        line.send("at work")\n'


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows cannot interrupt")
def test_a_worker_that_ends_early_is_noticed(changed: Changed) -> None:
    """Nobody else holds its end of the pipe, and so its parent does not wait."""
    ended = changed("processes/interrupt_runs_finally", (SENDS, f"        sys.exit(3)\n{SENDS}"))

    assert (ended.returncode, "EOFError" in ended.stderr) == (1, True)


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows cannot interrupt")
def test_a_worker_hears_of_the_end_of_its_parent(changed: Changed) -> None:
    """It holds no copy of the parent's end, which would keep the pipe silent."""
    ended = changed(
        "processes/interrupt_runs_finally",
        ("line.poll(timeout=10)", 'print("heard:", line.poll(timeout=10))'),
        ("worker.interrupt()", "ours.close()"),
    )

    assert ended.stdout.splitlines()[1] == "heard: True"
