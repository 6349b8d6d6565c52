from concurrent.futures import ThreadPoolExecutor

import pytest

from snippets.executors import one_worker_at_least


def test_there_is_one_worker_where_the_division_leaves_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One, and not as many as come to mind."""
    asked: list[int] = []

    def pool(workers: int) -> ThreadPoolExecutor:
        asked.append(workers)
        return ThreadPoolExecutor(workers)

    monkeypatch.setattr(one_worker_at_least, "ThreadPoolExecutor", pool)
    one_worker_at_least.main()

    assert asked == [1]
