"""What docs/choosing/measure-honestly.md and index.md say of the clocks."""

import threading
import time
from collections.abc import Callable
from multiprocessing import get_context

import pytest

#: Processor time that is taken so that a clock has something to count.
BUSY = 0.05


def burn() -> None:
    """Take CPU time in this thread."""
    end = time.thread_time() + BUSY
    while time.thread_time() < end:
        pass


def spent(work: Callable[[], object], *clocks: Callable[[], float]) -> list[float]:
    """What each clock counts while some work is done, the first one around the others."""
    begin = [clock() for clock in clocks]
    work()
    ended = [clock() for clock in reversed(clocks)]
    return [end - first for end, first in zip(reversed(ended), begin, strict=True)]


def in_a_thread() -> None:
    other = threading.Thread(target=burn)
    other.start()
    other.join(60)


def in_a_process() -> None:
    other = get_context("spawn").Process(target=burn)
    other.start()
    other.join(60)
    assert other.exitcode == 0


def test_a_wait_is_counted_as_time_and_not_as_cpu_time() -> None:
    """Of the wait the clock for spans counts all, that for CPU time next to nothing of it."""
    span, cpu = spent(lambda: time.sleep(BUSY), time.perf_counter, time.process_time)

    assert span >= BUSY
    assert cpu < span


def test_the_cpu_time_of_a_process_is_that_of_all_its_threads() -> None:
    """That of one thread leaves out what another one took."""
    process, own = spent(in_a_thread, time.process_time, time.thread_time)

    assert process >= BUSY
    assert process - own >= BUSY * 0.9


def test_the_cpu_time_of_a_child_is_not_that_of_its_parent() -> None:
    """It is counted apart, once the child has been waited for."""
    resource = pytest.importorskip("resource", reason="Windows does not count for children")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    [here] = spent(in_a_process, time.process_time)
    there = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    assert there >= BUSY * 0.9
    assert here < there


def test_nobody_sets_the_clock_for_spans_back() -> None:
    """It goes forward only and follows no change of the date; the wall clock does."""
    span, wall = time.get_clock_info("perf_counter"), time.get_clock_info("time")

    assert (span.monotonic, span.adjustable) == (True, False)
    assert (wall.monotonic, wall.adjustable) == (False, True)
