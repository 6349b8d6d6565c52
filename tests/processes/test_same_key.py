from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


def test_another_key_is_not_let_in(changed: Changed) -> None:
    """Whoever says to be let in has called."""
    ended = changed("processes/same_key", ('Listener(authkey=b"tea")', 'Listener(authkey=b"milk")'))

    assert (ended.stdout, ended.returncode) == ("\n", 1)
    assert "AuthenticationError" in ended.stderr
