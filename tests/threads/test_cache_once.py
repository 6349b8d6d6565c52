from threading import Thread

import pytest

from snippets.threads import cache_once


def test_who_comes_later_does_not_ask() -> None:
    """After four threads have asked at once, four more find the price in the cache."""
    for _ in range(2):
        threads = [
            Thread(target=cache_once.ask_once, args=("cherry",), daemon=True) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)

    assert cache_once.calls.count("cherry") == 1


def test_only_the_owner_of_the_lock_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks the shop for a price holds the lock while it asks."""
    held: list[bool] = []

    class Shop(list[str]):
        def append(self, fruit: str) -> None:
            held.append(cache_once.asking.locked())

    monkeypatch.setattr(cache_once, "calls", Shop())
    threads = [Thread(target=cache_once.ask_once, args=("fig",), daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert held == [True]
