"""Two processes that wait for each other in the middle: `processes/both_at_work`."""

from __future__ import annotations

from multiprocessing import synchronize
from typing import cast

from snippets.processes.both_at_work import add_up


class Counted:
    """A barrier that lets all pass, and knows how often."""

    def __init__(self) -> None:
        self.waits = 0

    def wait(self, timeout: float | None = None) -> int:
        self.waits += 1
        return 0


def test_each_waits_once() -> None:
    """A barrier at each number would only take long."""
    halfway = Counted()
    add_up(cast(synchronize.Barrier, halfway))

    assert halfway.waits == 1
