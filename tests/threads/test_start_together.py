from threading import Barrier, BrokenBarrierError, Thread

from snippets.threads.start_together import run


def test_nobody_starts_before_all_are_there() -> None:
    """Each of eight runners sees eight at the line, and no number is given out twice."""
    line, ready, log = Barrier(8, timeout=60), list[str](), list[tuple[int, int]]()
    runners = [Thread(target=run, args=(line, ready, log)) for _ in range(8)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(timeout=60)

    assert sorted(log) == [(number, 8) for number in range(8)]


def test_a_barrier_that_stays_short_breaks_for_all() -> None:
    """With a limit, both of two who wait at a barrier for three get BrokenBarrierError."""
    line, broken = Barrier(3, timeout=0.1), list[str]()

    def wait() -> None:
        try:
            line.wait()
        except BrokenBarrierError:
            broken.append("broken")

    waiting = [Thread(target=wait) for _ in range(2)]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join(timeout=60)

    assert broken == ["broken", "broken"]
