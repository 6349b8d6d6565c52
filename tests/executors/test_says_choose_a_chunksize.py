"""What the page "Choose a chunk size" says, beyond what its programs show."""

from __future__ import annotations

import heapq
from multiprocessing import get_context
from typing import Any

import pytest


@pytest.mark.parametrize(("items", "chunk"), [(80, 10), (81, 11), (8, 1)])
def test_pool_map_makes_about_four_chunks_for_each_worker(items: int, chunk: int) -> None:
    """With two workers: an eighth of the input, rounded up."""
    with get_context("spawn").Pool(2) as pool:
        result: Any = pool.map_async(abs, range(items))
        assert result.get(timeout=60) == list(range(items))
        assert result._chunksize == chunk
        pairs: Any = pool.starmap_async(max, [(0, item) for item in range(items)])
        assert pairs.get(timeout=60) == list(range(items))
        assert pairs._chunksize == chunk
        assert list(pool.imap(abs, range(3))) == [0, 1, 2]


def span(sizes: list[int], workers: int) -> int:
    """When the last is done, if a free worker takes the next one."""
    free = [0] * workers
    for size in sizes:
        heapq.heappush(free, heapq.heappop(free) + size)
    return max(free)


def test_the_largest_first_ends_sooner_and_never_before_its_longest() -> None:
    """Ten small files and a big one, for two, and for many."""
    files = [1] * 10 + [10]

    assert span(files, 2) == 15
    assert span(sorted(files, reverse=True), 2) == 10
    assert span(sorted(files, reverse=True), 20) == 10
