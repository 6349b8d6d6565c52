"""A child is watched until its end, its limit, or until it is seen that nobody can ever go on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.run import child as module
from recorder.run.child import GLANCE, OUTPUT_LIMIT, PATIENCE, Child, Seen, Start
from recorder.run.once import kind_of_child


class Scripted(Child):
    """A child on a clock of its own, on which nothing but its collecting takes time."""

    def __init__(self, end: float, stuck_ends: bool = False) -> None:
        self.seen, self.begun, self.told_to, self.stuck_ends = Seen(), 100.0, None, stuck_ends
        self.group = self  # type: ignore[assignment]
        self.now, self.end = 100.0, 100.0 + end
        self.collected: list[float] = []
        self.looks: list[float] = []
        self.output = b""
        self.idles: Callable[[float], bool] = lambda at: False
        self.sticks: Callable[[float], bool] = lambda at: False
        self.killed = self.closed = False
        self.asked: list[float] = []

    # what the group answers

    def idle(self) -> bool:
        return self.idles(self.now - 100)

    def stuck(self) -> bool:
        self.looks.append(self.now - 100)
        return self.sticks(self.now - 100)

    def leftovers(self, grace: float) -> list[str]:
        self.asked.append(grace)
        return []

    def kill(self) -> None:
        self.killed = True

    # what the child does

    def ended(self) -> bool:
        return self.now >= self.end

    def collect(self, seconds: float) -> None:
        self.collected.append(round(seconds, 6))
        self.now = min(self.now + seconds, self.end)
        self.seen.output += self.output

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Scripted]:
    """Makes one, on whose clock the watching is done."""

    def make(end: float, stuck_ends: bool = False) -> Scripted:
        child = Scripted(end, stuck_ends)
        monkeypatch.setattr(module.time, "monotonic", lambda: child.now)
        return child

    return make


Make = Callable[..., Scripted]


def test_one_that_ends_took_as_long_as_it_did(scripted: Make) -> None:
    """Nobody waits for longer; then its children have their time, and all is given back."""
    child = scripted(0.25)
    seen = child.watch(limit=5, hangs=False)

    assert (seen.wall, seen.stopped, seen.cut) == (0.25, "", False)
    assert child.collected == [5]
    assert child.asked == [1.0]
    assert child.killed and child.closed
    assert child.looks == []


@pytest.mark.parametrize(("idle", "stopped"), [(True, "idle"), (False, "busy")])
def test_at_its_limit_it_is_stopped(scripted: Make, idle: bool, stopped: str) -> None:
    """And it is told whether it waited; nobody asks then who is left."""
    child = scripted(60.0)
    child.idles = lambda at: idle
    seen = child.watch(limit=5, hangs=False)

    assert (seen.stopped, seen.wall, child.collected) == (stopped, 5.0, [5])
    assert child.asked == []
    assert child.killed and child.closed


def test_one_that_is_to_hang_may_take_longer_to_come_so_far(scripted: Make) -> None:
    """Up to ten times its limit, looked at all the time."""
    late = scripted(60.0)
    late.idles = lambda at: at >= 3.0
    seen = late.watch(limit=2, hangs=True)
    assert (seen.stopped, round(seen.wall, 6)) == ("idle", 3.0)
    assert late.collected == [2, *[0.01] * 100]

    never = scripted(60.0)
    seen = never.watch(limit=2, hangs=True)
    assert (seen.stopped, round(seen.wall, 2)) == ("busy", 2.0 * PATIENCE)


def test_one_that_ends_while_it_is_looked_at_has_ended(scripted: Make) -> None:
    """Neither at its limit nor at a glance is it stopped then."""
    child = scripted(60.0)

    def idle(at: float) -> bool:
        child.end = child.now
        return True

    child.idles = idle
    assert child.watch(limit=5, hangs=False).stopped == ""
    glanced = scripted(60.0, stuck_ends=True)

    def stuck(at: float) -> bool:
        glanced.end = glanced.now
        return True

    glanced.sticks = stuck
    seen = glanced.watch(limit=5, hangs=False)
    assert (seen.stopped, seen.wall) == ("", GLANCE)


def test_now_and_then_it_is_asked_whether_anybody_can_go_on(scripted: Make) -> None:
    """Once in a second, and less before the limit; where nobody can, it is over at once."""
    child = scripted(60.0, stuck_ends=True)
    seen = child.watch(limit=3.5, hangs=False)
    assert (seen.stopped, seen.wall) == ("busy", 3.5)
    assert child.looks == [1.0, 2.0, 3.0]
    assert child.collected == [1.0, 1.0, 1.0, 0.5]

    child = scripted(60.0, stuck_ends=True)
    child.sticks = lambda at: at >= 2.0
    seen = child.watch(limit=30, hangs=False)
    assert (seen.stopped, seen.wall) == ("stuck", 2.0)
    assert child.asked == []


@pytest.mark.parametrize(
    ("size", "cut"), [(OUTPUT_LIMIT - 1, False), (OUTPUT_LIMIT, False), (OUTPUT_LIMIT + 1, True)]
)
def test_one_that_prints_without_end_is_cut(scripted: Make, size: int, cut: bool) -> None:
    """As much as the limit is not too much yet."""
    child = scripted(1.0)
    child.output = b"x" * size
    seen = child.watch(limit=5, hangs=False)

    assert (seen.cut, seen.stopped) == (cut, "")
    assert child.asked == ([] if cut else [1.0])


@pytest.mark.skipif("sys.platform == 'win32'", reason="waits as POSIX does")
@pytest.mark.parametrize("terminal", [True, False])
def test_what_was_printed_last_is_read(tmp_path: Path, terminal: bool) -> None:
    """Though the program has ended before anybody looked."""
    variables = {**os.environ, "TMPDIR": str(tmp_path)}
    words = [sys.executable, "-c", "print('x' * 3000); raise SystemExit(3)"]
    with open(os.devnull, "rb") as typed:
        child = kind_of_child(terminal)(Start(words, tmp_path, variables, typed.fileno()))
        os.waitid(os.P_PID, child.process.pid, os.WEXITED | os.WNOWAIT)
        ended = child.ended()
        child.close()

    assert ended
    assert child.seen.output.replace(b"\r\n", b"\n") == b"x" * 3000 + b"\n"
    assert child.seen.status == 3
