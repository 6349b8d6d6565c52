from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


def test_a_program_that_fails_is_told(changed: Changed) -> None:
    """Its last words are handed on, and the status is 1."""
    fails = 'raise SystemExit("no processes here")\n'
    line = "from multiprocessing import get_context\n"
    ended = changed("processes/no_file", (f"\n{line}\ndef", f"\n{fails}\ndef"))

    assert (ended.returncode, ended.stdout) == (1, "")
    assert "no processes here" in ended.stderr
