from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


@pytest.mark.parametrize(("text", "said"), [("", False), ("one line\\n", True)])
def test_a_file_of_any_length(changed: Changed, text: str, said: bool) -> None:
    """One line is enough, and an empty file has none."""
    main = "def main() -> None:\n"
    ended = changed(
        "processes/send_the_path",
        (main, f'{main}    Path("other.txt").write_text("{text}")\n'),
        ("Path(__file__)", 'Path("other.txt")'),
    )

    assert ended.stdout == f"the file has lines: {said}\n"
