from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no SIGTERM")
def test_the_next_server_can_be_called(changed: Changed) -> None:
    """It listens where the one before it did."""
    ended = changed(
        "processes/inherited_port",
        ("import Connection, Listener", "import Client, Connection, Listener"),
        ('print("the next server listens")', 'Client(address).close(), print("called")'),
    )

    assert ended.stdout.endswith("called\n")
    assert (ended.returncode, ended.stderr) == (0, "")
