from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from snippets.processes.wait_for_child import in_table

if TYPE_CHECKING:
    from tests.processes.conftest import Changed

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such table")


def test_who_lives_is_in_the_table() -> None:
    """Its number is taken, and can be asked for."""
    assert in_table(os.getpid()) is True


def test_a_child_that_fails_is_told(changed: Changed) -> None:
    """The status of the program is 1."""
    ended = changed("processes/wait_for_child", ('"-c", ""', '"-c", "raise SystemExit(3)"'))

    assert (ended.stdout, ended.returncode) == ("ended: 3\nin the table: 0\n", 1)
