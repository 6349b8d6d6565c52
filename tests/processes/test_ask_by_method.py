from unittest.mock import MagicMock

import pytest

from snippets.processes.ask_by_method import Box


def test_who_pays_holds_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server has a thread for each client, and they pay into one box."""
    lock = MagicMock()
    box = Box()
    monkeypatch.setattr(box, "lock", lock)
    box.pay(5)

    assert box.count() == 5

    lock.__enter__.assert_called_once()
    lock.__exit__.assert_called_once()
