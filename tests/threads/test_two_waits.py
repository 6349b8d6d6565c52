from threading import Barrier, BrokenBarrierError

import pytest

from snippets.threads.two_waits import fetch


def test_one_wait_alone_does_not_end() -> None:
    """A fetch on its own does not get past a barrier for two."""
    log: list[tuple[str, int, int]] = []

    with pytest.raises(BrokenBarrierError):
        fetch("news", Barrier(2, timeout=0.1), log)
    assert log == []
