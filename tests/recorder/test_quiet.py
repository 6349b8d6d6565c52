"""What belongs to a measurement is no other program's, though nobody waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import psutil
import pytest

from recorder.write import quiet
from recorder.write.quiet import SETTLING, Unwaited, Watch, forgets, settle

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

LIMIT = 60.0
#: Uses half a second of a processor, and then lives until its input ends.
WORKER = """
import sys, time
while time.process_time() < 0.5:
    pass
sys.stdin.read()
"""
#: Starts that one, and does with SIGCHLD what the first argument says.
STARTER = """
import os, signal, subprocess, sys
signal.signal(signal.SIGCHLD, getattr(signal, sys.argv[1]))
worker = subprocess.Popen([sys.executable, "-c", sys.argv[2]])
print(worker.pid, flush=True)
worker.wait()
"""


def started(how: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", STARTER, how, WORKER]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_what_nobody_waits_for_is_counted() -> None:
    """Once: not where the system has told of it after all."""
    with started("SIG_IGN") as starter, Unwaited() as unwaited:
        assert starter.stdout
        worker = int(starter.stdout.readline())
        assert forgets(starter.pid) and not forgets(os.getpid())
        end = time.monotonic() + LIMIT
        while unwaited.seconds(set()) < 0.4:
            assert time.monotonic() < end
            time.sleep(0.05)  # between two looks
        starter.communicate(timeout=LIMIT)

    assert [one.pid for one in unwaited.used] == [worker]
    assert unwaited.seconds(set()) >= 0.4
    assert unwaited.seconds({worker}) == 0


def test_what_is_waited_for_is_left_to_the_system() -> None:
    with started("SIG_DFL") as starter:
        assert starter.stdout
        starter.stdout.readline()
        unwaited = Unwaited()
        unwaited.EVERY = 0.01
        with unwaited:
            before = os.times()
            starter.communicate(timeout=LIMIT)
            after = os.times()

    assert not unwaited.used
    assert after.children_user + after.children_system > (
        before.children_user + before.children_system + 0.4
    )


#: The clock, and the seconds that were stolen, used by all, and used by our children.
BEFORE = (10.0, 1.0, 5.0, 2.0)


@pytest.mark.parametrize(
    ("after", "unwaited", "stolen", "others"),
    [
        ((20.0, 1.0, 5.0, 2.0), 0.0, 0.0, 0.0),
        ((20.0, 2.0, 12.0, 4.0), 0.0, 0.05, 0.25),
        ((20.0, 2.0, 12.0, 4.0), 3.0, 0.05, 0.1),
        ((20.0, 0.5, 6.0, 4.0), 0.0, 0.0, 0.0),  # clocks that are read one after the other
        ((11.0, 1.0, 5.6, 2.1), 0.0, 0.0, 0.25),
    ],
)
def test_what_others_used_is_a_share_of_all_processors(
    monkeypatch: pytest.MonkeyPatch,
    after: tuple[float, ...],
    unwaited: float,
    stolen: float,
    others: float,
) -> None:
    """Less what is ours, waited for or not; there is no less than nothing of it."""
    load = iter([1.234, 2.345])
    monkeypatch.setattr(psutil, "getloadavg", lambda: (next(load), 7.0, 7.0))
    monkeypatch.setattr(psutil, "cpu_count", lambda: 2)
    monkeypatch.setattr(quiet, "adopt", lambda: {9})
    now = iter([BEFORE, after])
    monkeypatch.setattr(Watch, "_now", lambda self: next(now))
    watch, theirs = Watch(), Unwaited()
    process = psutil.Process()
    theirs.used = {process: unwaited}
    facts = watch.facts(theirs if unwaited else None)

    assert (facts["stolen"], facts["others"]) == (stolen, others)
    assert (facts["load_before"], facts["load_after"]) == (1.23, 2.35)
    assert facts["cores"] == len(process.cpu_affinity())


def test_all_that_a_processor_does_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For programs, at whatever rank, and for the system; what a guest uses is a user's too."""
    times = SimpleNamespace(
        user=1.0, system=2.0, nice=4.0, irq=8.0, idle=16.0, steal=32.0, guest=64.0, iowait=128.0
    )
    own = SimpleNamespace(
        user=1.0, system=2.0, children_user=4.0, children_system=8.0, elapsed=16.0
    )
    monkeypatch.setattr(psutil, "cpu_times", lambda: times)
    monkeypatch.setattr(quiet.os, "times", lambda: own)

    assert Watch()._now()[1:] == (32.0, 15.0, 15.0)
    bare = SimpleNamespace(user=1.0, system=2.0)  # as Windows and macOS tell
    monkeypatch.setattr(psutil, "cpu_times", lambda: bare)
    assert Watch()._now()[1:] == (0.0, 3.0, 15.0)


def test_what_ended_children_used_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one that nobody waits for, with its own children, and by its last look."""
    looks = [(1.0, 2.0, 4.0, 8.0, 16.0), (2.0, 2.0, 4.0, 8.0, 16.0)]
    unwaited = Unwaited()
    unwaited.EVERY = 0.0

    class Child:
        pid = 7

        def ppid(self) -> int:
            return 1

        def cpu_times(self) -> tuple[float, ...]:
            if len(looks) == 1:
                unwaited.end.set()
            return looks.pop(0)

    child = Child()
    ours = SimpleNamespace(children=lambda recursive: [child] if recursive else [])
    monkeypatch.setattr(psutil, "Process", lambda: ours)
    monkeypatch.setattr(quiet, "forgets", lambda pid: pid == 1)
    unwaited._watch()

    assert unwaited.seconds(set()) == 16.0
    assert unwaited.seconds({7}) == 0.0


@pytest.mark.parametrize(
    ("loads", "waits"), [([2.0], 0), ([2.1, 2.01, 2.0], 2), ([9.0] * 200, int(SETTLING))]
)
def test_one_waits_for_a_load_to_go_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, loads: list[float], waits: int
) -> None:
    """Until there is no more of it than there are processors."""
    clock = [100.0]
    coming = iter(loads)
    monkeypatch.setattr(psutil, "getloadavg", lambda: (next(coming), 9.0, 9.0))
    monkeypatch.setattr(quiet.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(quiet.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(quiet.time, "sleep", lambda s: clock.__setitem__(0, clock[0] + s))
    settle()

    assert clock[0] - 100.0 == waits


@pytest.mark.parametrize(
    ("platform", "looks"), [("linux", True), ("darwin", False), ("win32", False), ("aix", False)]
)
def test_only_linux_is_asked_what_only_linux_tells(
    monkeypatch: pytest.MonkeyPatch, platform: str, looks: bool
) -> None:
    """Elsewhere nobody is adopted or looked at, and the cores are all that there are."""
    begun: list[str] = []
    unwaited = Unwaited()
    monkeypatch.setattr(quiet.sys, "platform", platform)
    monkeypatch.setattr(quiet.os, "cpu_count", lambda: 77)
    monkeypatch.setattr(unwaited.thread, "start", lambda: begun.append("looks"))
    monkeypatch.setattr(unwaited.thread, "join", lambda: begun.append("ends"))
    monkeypatch.setattr(quiet.ctypes, "CDLL", lambda _: begun.append("adopts") or TO_NOBODY)
    monkeypatch.setattr(quiet.os, "waitpid", lambda pid, how: (0, 0))
    with unwaited:
        assert quiet.adopt() == set()

    assert begun == (["looks", "adopts", "ends"] if looks else [])
    assert (Watch().cores == 77) != looks


TO_NOBODY = SimpleNamespace(prctl=lambda *words: 0)
