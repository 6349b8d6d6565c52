"""Who has been fed is told by name."""

from threading import Event

import pytest

from snippets.executors import default_pool_is_small


def test_a_guest_who_was_served_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The future of a guest holds the guest."""
    served = Event()
    served.set()
    monkeypatch.setattr(default_pool_is_small, "soup_is_served", served)

    assert [default_pool_is_small.eat(guest) for guest in range(3)] == [0, 1, 2]
