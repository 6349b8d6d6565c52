from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.processes.conftest import Changed


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGTERM")
def test_a_signal_is_told_by_the_status(changed: Changed) -> None:
    """It comes while the last order is done, and nothing is printed any more."""
    total = "    return sum("
    sent = "    if order == '60':\n        os.kill(parent_process().pid, signal.SIGTERM)\n"
    ended = changed(
        "processes/pool_ends_well",
        ("import signal\n", "import os\nimport signal\n"),
        ("import get_context\n", "import get_context, parent_process\n"),
        (total, sent + total),
    )

    assert (ended.stdout, ended.returncode) == ("", 143)


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows cannot fork")
def test_no_worker_inherits_the_handler(changed: Changed) -> None:
    """A forked one would, and a SIGTERM that ends it could be lost: nothing is forked."""
    begin = "def main() -> None:\n"
    noted = "    __import__('os').register_at_fork(before=lambda: print('forks'))\n"
    ended = changed("processes/pool_ends_well", (begin, begin + noted))

    assert ended.stdout == "5 orders, total 2487\n"
