from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


@pytest.mark.skipif("sys.platform != 'linux'", reason="counts in /proc")
def test_nothing_of_one_pipe_is_open_when_the_next_is_made(changed: Changed) -> None:
    """As many files are open before each of them."""
    turn = "    for _ in range(FILES):\n"
    look = "        print(len(os.listdir('/proc/self/fd')))\n"
    ended = changed(
        "processes/files_within_the_limit",
        ("import resource\n", "import os\nimport resource\n"),
        (turn, turn + look),
    )

    *numbers, last = ended.stdout.splitlines()
    assert (len(numbers), len({*numbers}), last) == (64, 1, "made: 64 pipes")
