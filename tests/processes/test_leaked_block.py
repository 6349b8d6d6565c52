from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shelf import find

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no tracker")
def test_a_block_that_is_left_is_told_of(changed: Changed) -> None:
    """Without the unlink it prints what the program that forgets it prints."""
    ended = changed("processes/leaked_block", ("    block.unlink()\n", ""))

    assert ended.stdout == find("processes/leaked_block_broken").transcript().text


def test_it_publishes_a_block(changed: Changed) -> None:
    """The child that is asked for does make and remove one."""
    gone = "    block.unlink()\n", "    block.unlink()\n    sys.exit('made and removed')\n"
    ended = changed("processes/leaked_block", gone)

    assert "made and removed" in ended.stderr
