"""What belongs to a measurement is no other program's, though nobody waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from recorder.write.quiet import Unwaited, forgets

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
