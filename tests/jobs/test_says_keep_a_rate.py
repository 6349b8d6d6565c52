"""What the page on a rate says besides, held to runs and to clocks of the test."""

from __future__ import annotations

import heapq
import multiprocessing
import os
import signal
from multiprocessing.synchronize import Event as ProcessEvent
from multiprocessing.synchronize import Lock as ProcessLock
from pathlib import Path

import pytest

from snippets.jobs.keep_rate import Limiter

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="kills a process")

SECOND = 1_000_000_000


def test_a_pause_in_each_of_eight_threads_is_eight_times_the_rate() -> None:
    """Each begins at once and then every tenth of a second, by a clock of its own."""
    begun = [tenth / 10 for _ in range(8) for tenth in range(10)]

    assert sum(moment < 1 for moment in begun) == 80


def test_a_bucket_of_ten_lets_nineteen_through() -> None:
    """Ten at once, and nine that come in within the first second."""
    tokens, through = 10, 0
    for tenth in range(10):
        tokens = min(10, tokens + (tenth > 0))
        through, tokens = through + tokens, 0

    assert through == 19


def test_a_bound_on_how_many_at_once_is_no_rate() -> None:
    """Four at once that take a tenth of a second each: forty begin in a second."""
    free, begun = [0] * 4, 0
    while free[0] < 10:
        heapq.heapreplace(free, free[0] + 1)
        begun += 1

    assert begun == 40


@pytest.mark.parametrize("burst", [1, 3])
def test_the_second_after_a_pause(tmp_path: Path, burst: int) -> None:
    """It holds the rate, and as many more as the burst is above 1."""
    limiter = Limiter(tmp_path / "turns", 10, burst, clock=lambda: 3600 * SECOND)
    begun = [max(0, limiter.reserve() - 3600 * SECOND) for _ in range(20)]

    assert sum(moment < SECOND for moment in begun) == 10 + burst - 1


def hold(lock: ProcessLock, held: ProcessEvent) -> None:
    """Take the lock, say so, and keep it."""
    lock.acquire()
    held.set()
    signal.pause()


def test_a_lock_whose_holder_was_killed_stays_locked() -> None:
    """Whoever takes it without a limit waits for ever."""
    context = multiprocessing.get_context("spawn")
    lock, held = context.Lock(), context.Event()
    process = context.Process(target=hold, args=(lock, held))
    process.start()
    assert held.wait(60)

    os.kill(process.pid or 0, signal.SIGKILL)
    process.join(60)

    assert not lock.acquire(timeout=1)


def take(path: Path, number: int, given: multiprocessing.Queue[int]) -> None:
    """Take so many moments, by the clock of this machine."""
    limiter = Limiter(path, 10)
    for _ in range(number):
        given.put(limiter.reserve())


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_four_processes_keep_one_rate(tmp_path: Path, method: str) -> None:
    """Any second of the moments that they were given holds ten of them."""
    context = multiprocessing.get_context(method)
    given: multiprocessing.Queue[int] = context.Queue()
    team = [context.Process(target=take, args=(tmp_path / "t", 10, given)) for _ in range(4)]
    for process in team:
        process.start()
    moments = sorted(given.get(timeout=60) for _ in range(40))
    for process in team:
        process.join(60)

    assert len(set(moments)) == 40
    for start in moments:
        assert sum(start <= one < start + SECOND for one in moments) <= 10
