from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


def test_both_have_written(changed: Changed) -> None:
    """No line is cut, and none is missing."""
    ended = changed(
        "processes/whole_lines",
        ('print("lines that are cut:", len(cut))', "print(len(cut), sorted(lines))"),
    )

    assert ended.stdout == "0 ['sold one pound of bread', 'the shop closes']\n"
