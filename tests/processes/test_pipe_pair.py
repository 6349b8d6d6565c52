from collections.abc import Callable

import pytest


@pytest.mark.skipif("sys.platform != 'linux'", reason="forks, and chooses a CPU")
def test_a_child_that_is_too_young_is_killed(too_young: Callable[[str, str], None]) -> None:
    """Its parent fails right after the fork, and does not wait for it."""
    too_young("processes/pipe_pair", "    try:\n")
