from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows cannot fork")
def test_a_child_that_says_nothing_is_noticed(changed: Changed) -> None:
    """Its parent reads the end of the pipe, and does not wait for ever."""
    dies = 'target=sender.send, args=("sold tea",)', "target=os._exit, args=(7,)"
    ended = changed("processes/fork_warning_raised", dies)

    assert (ended.returncode, "EOFError" in ended.stderr) == (1, True)
