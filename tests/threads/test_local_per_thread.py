from concurrent.futures import ThreadPoolExecutor

from snippets.threads.local_per_thread import fetch, own


def test_each_thread_counts_its_own_visits() -> None:
    """From none, one by one, whatever another thread has counted."""

    def visits(times: int) -> int:
        for _ in range(times):
            fetch("/news")
        return int(own.visits)

    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        counted = [pool.submit(visits, 2).result(60) for pool in (one, other, one)]

    assert counted == [2, 2, 4]
