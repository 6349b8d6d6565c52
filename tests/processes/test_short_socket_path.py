from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such sockets")
def test_it_can_be_called_where_it_listens(changed: Changed) -> None:
    """Whoever knows the path is connected."""
    ended = changed(
        "processes/short_socket_path",
        ("import Listener", "import Client, Listener"),
        ('print("listening")', 'Client(str(path), "AF_UNIX").close(), print("called")'),
    )

    assert (ended.stdout, ended.returncode, ended.stderr) == ("called\n", 0, "")
