from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import pytest

from snippets.threads import cache_once


def test_who_comes_later_does_not_ask() -> None:
    """After four threads have asked at once, four more find the price in the cache."""
    for _ in range(2):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(cache_once.ask_once, ["cherry"] * 4, timeout=60))

    assert cache_once.calls.count("cherry") == 1


def test_only_the_owner_of_the_lock_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else can take the lock while the shop is asked for a price."""
    free: list[bool] = []

    class Shop(list[str]):
        def append(self, fruit: str) -> None:
            with ThreadPoolExecutor(1) as pool:
                take = pool.submit(cache_once.asking.acquire, blocking=False)
                free.append(take.result(timeout=60))

    monkeypatch.setattr(cache_once, "calls", Shop())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(cache_once.ask_once, ["fig"] * 4, timeout=60))

    assert free == [False]


def test_a_cached_function_may_call_itself() -> None:
    """A recursive function behind the same lock ends, since its owner may take it again."""

    @lru_cache
    def count_down(number: int) -> int:
        with cache_once.asking:
            return count_down(number - 1) if number else 0

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(count_down, 5).result(timeout=60) == 0
