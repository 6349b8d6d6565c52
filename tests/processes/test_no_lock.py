from unittest.mock import MagicMock

import pytest

from snippets.processes import no_lock


def test_who_pays_holds_the_till(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker does take the lock that has reached it."""
    lock = MagicMock()
    monkeypatch.setattr(no_lock, "till", [lock])

    assert no_lock.pay(5) == 5

    lock.__enter__.assert_called_once()
    lock.__exit__.assert_called_once()
