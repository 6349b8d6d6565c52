from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

from snippets.threads.start_together import step


def test_nobody_starts_before_all_are_there() -> None:
    """Each of eight sees eight at the line, and no number is given out twice."""
    line, ready = Barrier(8), list[str]()
    with ThreadPoolExecutor(8) as pool:
        steps = [pool.submit(step, line, ready) for _ in range(8)]
        log = [one.result(timeout=60) for one in steps]

    assert sorted(log) == [(number, 8) for number in range(8)]


def test_a_barrier_that_stays_short_breaks_for_all() -> None:
    """With a limit, both of two who wait at a barrier for three get BrokenBarrierError."""
    line = Barrier(3, timeout=0.1)
    with ThreadPoolExecutor(2) as pool:
        waits = [pool.submit(line.wait) for _ in range(2)]
        errors = [type(wait.exception(timeout=60)) for wait in waits]

    assert errors == [BrokenBarrierError, BrokenBarrierError]
