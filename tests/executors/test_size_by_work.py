import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from snippets.executors import size_by_work as program


@pytest.mark.parametrize(("limit", "tasks", "workers"), [(8, 4, 4), (2, 4, 2), (8, 0, 1)])
def test_a_pool_is_no_larger_than_its_limit_or_its_work(
    limit: int, tasks: int, workers: int
) -> None:
    """And has one worker at least."""
    assert program.size(limit, tasks) == workers


@pytest.mark.parametrize("counted", [None, 3])
@pytest.mark.parametrize("newer", [True, False])
def test_where_nobody_knows_the_cpus_there_is_one(
    counted: int | None, newer: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older Python counts those of the machine, and a newer one those of the process."""
    usual, other = "cpu_count", "process_cpu_count"
    if newer:
        usual, other = other, usual
        monkeypatch.setattr(os, other, lambda: 64)
    else:
        monkeypatch.delattr(os, other, raising=False)
    monkeypatch.setattr(os, usual, lambda: counted, raising=False)

    assert program.cpus() == (counted or 1)


def test_each_pool_has_the_size_of_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads by what the server allows, processes by the CPUs."""
    sizes = list[int]()

    class Pool(ThreadPoolExecutor):
        def __init__(self, workers: int, **words: Any) -> None:
            sizes.append(workers)
            super().__init__(workers, **words)

    monkeypatch.setattr(program, "ThreadPoolExecutor", Pool)
    monkeypatch.setattr(program, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(program, "cpus", lambda: 2)
    monkeypatch.setattr(program, "PAGES", [str(number) for number in range(9)])
    program.main()

    assert sizes == [8, 2]
