from collections.abc import Callable

import pytest


@pytest.mark.skipif("sys.platform != 'linux'", reason="forks")
def test_a_child_that_is_too_young_is_killed(too_young: Callable[..., None]) -> None:
    """Its parent fails right after the fork, and does not wait for it."""
    much = 'PAGES = ["red fish", ', 'PAGES = ["red fish" * 100_000, '  # more than a pipe holds
    too_young("processes/pipe_pair", "    try:\n", much)
