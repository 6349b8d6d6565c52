"""What the page on a rate says besides, held to runs and to clocks of the test."""

from __future__ import annotations

import fcntl
import heapq
import multiprocessing
import os
import signal
from email.message import Message
from multiprocessing.synchronize import Event as ProcessEvent
from multiprocessing.synchronize import Lock as ProcessLock
from pathlib import Path
from threading import Event
from unittest.mock import MagicMock
from urllib.error import HTTPError

import pytest

from snippets.jobs import keep_rate
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


def test_a_thousand_may_wait_at_once(tmp_path: Path) -> None:
    """What is later than the last of them is of an earlier boot."""
    limiter = Limiter(tmp_path / "turns", 10, clock=lambda: 3600 * SECOND)
    gaps = [(limiter.reserve() - 3600 * SECOND) * 10 / SECOND for _ in range(1002)]

    assert gaps[:3] == [0, 1, 2]
    assert keep_rate.CROWD == 1000
    assert gaps[-2:] == [1000, 0]


def test_who_finds_the_file_locked_looks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a pause that has a limit, since nobody tells it that the file is free."""
    limiter, waits = Limiter(tmp_path / "turns", 10, clock=lambda: 7), list[float]()
    held = iter([BlockingIOError, BlockingIOError, None])
    monkeypatch.setattr(keep_rate, "flock", MagicMock(side_effect=held))
    monkeypatch.setattr(keep_rate.stop, "wait", waits.append)

    assert limiter.reserve() == 7
    assert len(waits) == 2
    assert all(0 < wait < 0.1 for wait in waits)


def test_an_error_gives_the_file_lock_back(tmp_path: Path) -> None:
    """Also while somebody holds the error, as a debugger does."""
    limiter = keep_rate.Limiter(tmp_path / "turns", 10)
    limiter.path.write_text("no number")

    with pytest.raises(ValueError, match="no number") as held:
        limiter.reserve()

    assert held.value.__traceback__
    with limiter.path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> MagicMock:
    """What every request gets: it has said all as soon as nothing comes any more."""
    made = MagicMock(length=0)
    made.__enter__.return_value = made
    monkeypatch.setattr(keep_rate, "web", MagicMock(**{"open.return_value": made}))
    monkeypatch.setattr(keep_rate, "stop", Event())
    return made


@pytest.mark.parametrize("last", [60.0, 60.5])
def test_a_wait_and_an_answer_have_their_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: MagicMock, last: float
) -> None:
    """Ten seconds for the one, a minute for the other, which a server that trickles meets."""
    now, come, part = [100.0], iter([5.0, 59.0, last]), tmp_path / "a.part"

    def read(_: int) -> bytes:
        for after in come:
            now[0] = 100 + after
            return b"some"
        return b""

    answer.read1.side_effect = read
    monkeypatch.setattr(keep_rate, "monotonic", lambda: now[0])
    if last > 60:
        with pytest.raises(TimeoutError, match="time limit"):
            keep_rate.work("http://a", part)
    else:
        keep_rate.work("http://a", part)

    assert part.read_bytes() == b"some" * 3
    keep_rate.web.open.assert_called_once_with("http://a", timeout=10)  # type: ignore[attr-defined]


def test_who_is_asked_to_stop_leaves_nothing_open(tmp_path: Path, answer: MagicMock) -> None:
    """Also while somebody holds the error; no more is read."""
    part = tmp_path / "a.part"

    def read(_: int) -> bytes:
        keep_rate.stop.set()
        return b"some"

    answer.read1.side_effect = read
    with pytest.raises(TimeoutError) as held:
        keep_rate.work("http://a", part)

    assert held.value.__traceback__
    answer.__exit__.assert_called_once()
    answer.read1.assert_called_once()
    assert str(part) not in [os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()]


@pytest.mark.parametrize("code", [404, 428, 429, 430, 499, 500, 501, 502, 503, 504, 505])
def test_a_status_that_may_pass_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """After a pause that doubles, or that was asked for, up to CAP; and after a turn."""
    head, limiter, waits = Message(), MagicMock(), list[float]()

    def work(url: str, _: Path) -> None:
        if limiter.take_turn.call_count == 5:
            head["Retry-After"] = "100"
        raise HTTPError(url, code, "", head, None)

    monkeypatch.setattr(keep_rate, "work", work)
    monkeypatch.setattr(keep_rate, "uniform", lambda _, most: most)
    monkeypatch.setattr(keep_rate.stop, "wait", waits.append)

    assert keep_rate.attempt("a", tmp_path, limiter) == f"HTTP {code}"
    again = code in (429, 500, 502, 503, 504)
    assert waits == ([0.1, 0.2, 0.4, 0.8, 60] if again else [])
    assert limiter.take_turn.call_count == (5 if again else 1)


def test_what_is_there_went_well_without_a_turn(tmp_path: Path, answer: MagicMock) -> None:
    """It is told in no words, the first time as the second."""
    limiter = MagicMock()
    answer.read1.return_value = b""

    told = [keep_rate.attempt("http://a", tmp_path, limiter) for _ in range(2)]

    assert told == ["", ""]
    limiter.take_turn.assert_called_once()
