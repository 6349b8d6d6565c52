from unittest.mock import MagicMock

from snippets.processes.keep_the_lock import save


def test_a_page_is_saved_under_the_lock() -> None:
    """One child at a time saves its page."""
    lock = MagicMock()
    save("first page", lock)

    lock.__enter__.assert_called_once()
    lock.__exit__.assert_called_once()
