from unittest.mock import MagicMock

from snippets.processes.one_context import save


def test_the_page_is_saved_under_the_lock() -> None:
    """The child does take the lock that has reached it."""
    lock = MagicMock()
    save(lock)

    lock.__enter__.assert_called_once()
    lock.__exit__.assert_called_once()
