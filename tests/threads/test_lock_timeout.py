"""A transfer lets go of both locks, however it ends."""

import pytest

from snippets.threads.lock_timeout import Account, transfer


def test_an_error_on_the_way_lets_go_of_both_locks() -> None:
    """Else nobody could use either account again."""
    ada, bob = Account(), Account()
    bob.balance = None  # type: ignore[assignment]

    with pytest.raises(TypeError):
        transfer(ada, bob, 30)

    assert not ada.lock.locked()
    assert not bob.lock.locked()


def test_who_gives_up_lets_go_of_the_first_lock() -> None:
    """And the second one stays with whoever has it."""
    ada, bob = Account(), Account()
    with bob.lock:
        assert not transfer(ada, bob, 30)

        assert not ada.lock.locked()
        assert bob.lock.locked()
