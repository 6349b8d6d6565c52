from collections.abc import Callable

import pytest

from shelf import find


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows sends no SIGTERM")
def test_a_handler_lets_the_block_run(printed: Callable[[str], str]) -> None:
    """A process that handles SIGTERM by leaving runs its finally block."""
    broken = find("processes/tidy_before_stop_broken").shown
    handler = "    signal(SIGTERM, lambda *_: sys.exit(3))\n    try:\n"
    handled = broken.replace("    try:\n", handler, 1)
    imported = handled.replace(
        "\nfrom multi", "\nimport sys\nfrom signal import SIGTERM, signal\nfrom multi", 1
    )

    assert printed(imported) == (
        "the worker is at work\nthe open orders are saved\nexit code of the worker: 3\n"
    )
