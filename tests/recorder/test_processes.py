"""The processes of a run: everyone is ended, and nobody who moves is called stuck."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

import psutil
import pytest

from recorder.run import processes
from recorder.run.child import GRACE, Child, Seen
from recorder.run.processes import ONE_TICK, SAMPLES, WINDOW, Group, end_with_all

#: Starts a child in a session of its own and waits beside it, both with one line open.
PROGRAM = """
import subprocess, sys, time
words = [sys.executable, "-c", "print('up', flush=True); import time; time.sleep(600)"]
subprocess.Popen(words, start_new_session=True)
time.sleep(600)
"""
SLOW, SLOWER = ("100 3 5 202 0x1",), ("100 4 5 202 0x1",)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sessions")
def test_who_left_the_session_is_killed_too() -> None:
    """The line is at its end once nobody is left who could write to it."""
    leader = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "RUN_OF_A_TEST": str(os.getpid())},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    group = Group(leader.pid, ("RUN_OF_A_TEST", str(os.getpid())))
    assert leader.stdout is not None
    assert leader.stdout.readline() == "up\n"
    others = [process for process in group.members() if process.pid != leader.pid]

    try:
        group.kill()
        left = [process for process in others if process.is_running()]
        said, _ = leader.communicate(timeout=0 if group.members() else 60)
    finally:
        for process in others:
            if process.is_running():
                process.kill()
        leader.kill()
        leader.wait()

    assert (len(others), said) == (1, "")
    assert all(process.status() == "zombie" for process in left if process.is_running())


@pytest.mark.parametrize(
    ("looks", "stuck"),
    [
        ([SLOW, SLOW, SLOW, SLOW], True),
        ([SLOW, SLOW, SLOW, SLOWER], False),
        ([SLOW, SLOWER, SLOW, SLOWER], False),
        ([SLOW, (), SLOW, SLOW], False),
    ],
)
def test_who_moves_between_two_looks_is_not_stuck(
    monkeypatch: pytest.MonkeyPatch, looks: Sequence[tuple[str, ...]], stuck: bool
) -> None:
    """A wait that is the same at each look may be for ever; another one has gone on."""
    left = iter(looks)
    monkeypatch.setattr(processes, "untimed", lambda pids: next(left))
    monkeypatch.setattr(processes, "WINDOW", 0.0)

    assert len(looks) == processes.STUCK_LOOKS
    assert Group(os.getpid(), ("NOBODY", "has it")).stuck() is stuck


#: Each starts the next one in a session of its own; the last one says that all are there.
GENERATIONS = """
import subprocess, sys, time
left = int(sys.argv[1])
if left:
    subprocess.Popen([*sys.orig_argv[:-1], str(left - 1)], start_new_session=True)
else:
    print("up", flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sessions")
def test_all_who_descend_from_it_are_ended() -> None:
    """Its child's child's child too, each of them in a session of its own."""
    leader = subprocess.Popen(
        [sys.executable, "-c", GENERATIONS, "3"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert leader.stdout is not None
    assert leader.stdout.readline() == "up\n"
    others = psutil.Process(leader.pid).children(recursive=True)

    try:
        end_with_all(leader)
        said, _ = leader.communicate(timeout=60)
        _, left = psutil.wait_procs(others, timeout=60)
    finally:
        for process in others:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        leader.kill()
        leader.wait()

    assert (len(others), said) == (3, "")
    assert [one for one in left if one.status() != psutil.STATUS_ZOMBIE] == []


@pytest.mark.parametrize(
    ("states", "spent", "idle"),
    [
        (["S"], 0.0, True),
        (["SS", "SR"], 0.0, True),  # one glance at which somebody runs is nothing
        (["S", "R", "D"], 0.0, False),
        (["S"], 0.02, True),  # the two looks themselves
        (["S"], 0.1, False),  # where only processor time tells: macOS, Windows
        (["R"], 0.1, False),
        (["S", ""], 0.0, False),  # all have ended
    ],
)
def test_who_runs_or_works_is_not_idle(
    monkeypatch: pytest.MonkeyPatch, states: Sequence[str], spent: float, idle: bool
) -> None:
    """Either is enough: where states are not known all seem to wait."""
    looks, work = [*states, *[states[0]] * processes.SAMPLES], iter([0.0, spent])
    group = Group(os.getpid(), ("MARK", "none"))
    monkeypatch.setattr(Group, "_states", lambda self: looks.pop(0))
    monkeypatch.setattr(Group, "_work", lambda self: next(work))
    monkeypatch.setattr(processes, "WINDOW", 0.0)

    assert group.idle() is idle


class Ended(Child):
    """A child that has ended; it notes how long its own children may take."""

    grace = 0.25

    def __init__(self) -> None:
        self.seen, self.begun, self.told_to, self.stuck_ends = Seen(), 0.0, "", False
        self.group = self  # type: ignore[assignment]
        self.asked: list[float] = []

    def leftovers(self, grace: float) -> list[str]:
        """Who is left of the group."""
        self.asked.append(grace)
        return ["somebody"]

    def kill(self) -> None:
        """End the group, in which nobody is."""

    def ended(self) -> bool:
        """It has."""
        return True

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(("hangs", "grace"), [(False, 0.25), (True, GRACE)])
def test_only_what_is_put_to_trial_has_time_for_its_children(hangs: bool, grace: float) -> None:
    """Else a child that outlives the program would pass as gone with it."""
    child = Ended()

    assert child.watch(limit=5, hangs=hangs).leftovers == ["somebody"]
    assert child.asked == [grace]


@pytest.mark.parametrize(
    ("states", "spent", "idle"),
    [
        (["SS"] * SAMPLES, 0.0, True),
        (["SS"] * SAMPLES, 2 * ONE_TICK, True),  # what looking costs is nobody's work
        (["SS"] * SAMPLES, 2.5 * ONE_TICK, False),
        (["SR", *["SS"] * (SAMPLES - 1)], 0.0, True),
        (["SR", *["SS"] * (SAMPLES - 2), "D"], 0.0, False),
        (["RRRR", *["SS"] * (SAMPLES - 1)], 0.0, True),  # one look, however many it sees
        (["SS"] * 5, 0.0, False),  # then it ended
    ],
)
def test_a_group_is_idle_by_what_its_threads_do(
    monkeypatch: pytest.MonkeyPatch, states: list[str], spent: float, idle: bool
) -> None:
    """Of all looks one may see somebody run; and hardly any processor time goes by."""
    pauses: list[float] = []
    looks, work = iter(states), iter([0.0, spent])
    monkeypatch.setattr(processes.time, "sleep", pauses.append)
    monkeypatch.setattr(Group, "_states", lambda self: next(looks, ""))
    monkeypatch.setattr(Group, "_work", lambda self: next(work))

    assert Group(1, ("TMPDIR", "/nowhere"), frozenset()).idle() is idle
    assert sum(pauses) <= WINDOW + 1e-9
