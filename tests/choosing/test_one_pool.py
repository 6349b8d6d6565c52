"""The workers are counted under the lock of the number, and a loaf is baked."""

from threading import Lock
from typing import Any

from snippets.choosing.one_pool import bake, start_work


class Guarded:
    """A number that is touched under its lock alone."""

    def __init__(self) -> None:
        self.lock, self.number = Lock(), 0

    def get_lock(self) -> Lock:
        return self.lock

    @property
    def value(self) -> int:
        assert self.lock.locked()
        return self.number

    @value.setter
    def value(self, number: int) -> None:
        assert self.lock.locked()
        self.number = number


def test_a_worker_counts_itself_under_the_lock() -> None:
    """A pool of more than one would lose some of them without it."""
    hired: Any = Guarded()
    start_work(hired)
    start_work(hired)

    assert hired.number == 2


def test_each_loaf_is_another() -> None:
    """What comes back is what the task made."""
    assert [bake(loaf) for loaf in range(3)] == [1, 2, 3]
