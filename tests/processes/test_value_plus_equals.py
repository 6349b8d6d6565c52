from types import SimpleNamespace

import pytest

from snippets.processes.value_plus_equals import deposit


class Kept:
    """A lock whose holder is gone: only a wait with a limit ends."""

    def acquire(self, timeout: float | None = None) -> bool:
        """Give up, if the caller may."""
        assert timeout is not None, "waits for ever"
        return False


def test_a_lock_that_nobody_gives_back_is_told() -> None:
    """After the limit there is an error, and nothing is deposited."""
    balance = SimpleNamespace(get_lock=Kept, value=5)

    with pytest.raises(TimeoutError, match="the holder of the lock is gone"):
        deposit(balance)  # type: ignore[arg-type]
    assert balance.value == 5
