from unittest.mock import MagicMock

import pytest

from snippets.processes import fork_first


def test_who_sells_holds_the_till(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child does take the lock that it inherits."""
    lock = MagicMock()
    monkeypatch.setattr(fork_first, "till", lock)
    fork_first.sell("tea")

    lock.__enter__.assert_called_once()
    lock.__exit__.assert_called_once()
