import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace, TracebackType

import pytest

from snippets.threads import limit_the_rate as program
from snippets.threads.limit_the_rate import Limiter


class Clock:
    """Stands still but for those who sleep, and remembers how long they did."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The program's clock, which no check waits for."""
    clock = Clock()
    fake = SimpleNamespace(monotonic=clock.monotonic, sleep=clock.sleep)
    monkeypatch.setattr(program, "time", fake)
    return clock


class WatchedLock:
    """A lock that knows whether it is held."""

    def __init__(self) -> None:
        self.lock, self.held, self.taken = threading.Lock(), False, 0

    def __enter__(self) -> None:
        assert self.lock.acquire(timeout=10)
        self.held, self.taken = True, self.taken + 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.held = False
        self.lock.release()


def test_moments_are_a_gap_apart_however_many_ask(clock: Clock) -> None:
    """With one limiter for all, the moments are those of one line of callers."""
    limiter = Limiter(4)
    with ThreadPoolExecutor(8) as pool:
        moments = sorted(pool.map(lambda _: limiter.take_turn(), range(16)))

    assert moments == [100 + number / 4 for number in range(16)]
    assert sorted(clock.slept) == [number / 4 for number in range(16)]


def test_after_a_pause_the_next_moment_is_now(clock: Clock) -> None:
    """What was not used is not made up for: there is no burst."""
    limiter = Limiter(4)
    limiter.take_turn()
    clock.now = 200.0

    assert [limiter.take_turn(), limiter.take_turn()] == [200.0, 200.25]


def test_the_moment_is_taken_under_the_lock_and_slept_for_outside(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the lock two threads could take the same moment; asleep with it, all would wait."""
    limiter = Limiter(4)
    lock = WatchedLock()
    monkeypatch.setattr(limiter, "lock", lock)
    seen = {}

    def monotonic() -> float:
        seen.setdefault("asked", lock.held)
        return 100.0

    def sleep(_seconds: float) -> None:
        seen["asleep"] = lock.held

    monkeypatch.setattr(program, "time", SimpleNamespace(monotonic=monotonic, sleep=sleep))
    limiter.take_turn()

    assert seen == {"asked": True, "asleep": False}
    assert lock.taken == 1


def test_a_limiter_for_each_call_limits_nothing(clock: Clock) -> None:
    """Each has its own next moment, which is now."""
    moments = {Limiter(1).take_turn() for _ in range(8)}

    assert moments == {100.0}


def test_after_an_error_no_further_request_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits in the pool when main fails is cancelled, and not done first."""
    begun = []
    gate = threading.Event()

    def fetch(page: str, _limiter: Limiter) -> float:
        begun.append(page)
        if page == program.PAGES[0]:
            raise ConnectionError(page)
        assert gate.wait(10)
        return 0.0

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait=False, cancel_futures=cancel_futures)
            gate.set()  # only now do the two that are under way go on
            super().shutdown(wait=wait)

    monkeypatch.setattr(program, "ThreadPoolExecutor", Pool)
    monkeypatch.setattr(program, "WORKERS", 2)
    monkeypatch.setattr(program, "PAGES", [f"page {number}" for number in range(20)])
    monkeypatch.setattr(program, "fetch", fetch)

    with pytest.raises(ConnectionError):
        program.main()

    assert 1 <= len(begun) <= 3


@pytest.mark.usefixtures("clock")
def test_an_error_leaves_no_request_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits is cancelled at once, and only then is anybody waited for."""
    said = list[tuple[bool, bool]]()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            said.append((wait, cancel_futures))
            super().shutdown(wait, cancel_futures=cancel_futures)

    def fail(page: str, limiter: Limiter) -> float:
        raise OSError("no route")

    monkeypatch.setattr(program, "ThreadPoolExecutor", Pool)
    monkeypatch.setattr(program, "fetch", fail)
    with pytest.raises(OSError, match="no route"):
        program.main()

    assert said == [(False, True), (True, False)]


def test_requests_that_are_too_close_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six at one moment are five too close."""
    monkeypatch.setattr(program, "fetch", lambda page, limiter: 100.0)
    program.main()

    assert capsys.readouterr().out == "requests: 6\ntoo close: 5\n"
