from threading import Thread

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
