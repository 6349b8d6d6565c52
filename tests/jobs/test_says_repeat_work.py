"""What the page on periodic work says besides, held to runs."""

from __future__ import annotations

import subprocess
import sys
from threading import Event, Thread, Timer
from time import sleep

import pytest

from snippets.jobs.repeat_work import Periodic
from tests.jobs.conftest import Job
from tests.jobs.test_repeat_work import notes

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

HOLDS = """
import sys, threading, time
work = lambda: (time.sleep(0.2), print("worked"))
holder = threading.Timer(0.2, work) if sys.argv[1] == "timer" else threading.Thread(target=work)
holder.start()
print("main ends", flush=True)
"""


def test_a_pause_after_the_work_drifts() -> None:
    """20 runs of 20 ms: with pauses of 50 ms they take 1.4 s, by deadlines 1.0 s."""
    now = [0]
    for _ in range(20):
        now[0] += 20
        now[0] += 50
    paused, now[0] = now[0], 0

    def work(_: Event) -> None:
        now[0] += 20

    def wait(milliseconds: float) -> bool:
        now[0] += int(milliseconds)
        return False

    periodic = Periodic(50, work, 21, clock=lambda: now[0], wait=wait)
    periodic.serve()

    assert (paused, now[0] - 20) == (1400, 1000)  # when the 21st begins


def test_set_ends_a_wait() -> None:
    """A thread that waits for an hour is woken."""
    stop = Event()
    thread = Thread(target=stop.wait, args=(3600,))
    thread.start()

    stop.set()
    thread.join(60)

    assert not thread.is_alive()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_exception_ends_a_plain_loop() -> None:
    """Three runs, and no more, while the program goes on."""
    runs = []

    def loop() -> None:
        while True:
            runs.append(1)
            if len(runs) == 3:
                raise ValueError("of one run")

    thread = Thread(target=loop)
    thread.start()
    thread.join(60)

    assert (len(runs), thread.is_alive()) == (3, False)


@pytest.mark.parametrize("kind", ["timer", "thread"])
def test_it_holds_the_exit(kind: str) -> None:
    """A timer that is pending, or a plain thread that sleeps, is waited for."""
    out = subprocess.run(
        [sys.executable, "-c", HOLDS, kind], capture_output=True, text=True, check=True, timeout=60
    ).stdout

    assert out == "main ends\nworked\n"


def test_cancel_does_not_stop_a_timer_that_runs() -> None:
    """One that has begun goes on to its end; one that has not never begins."""
    begun, go_on, ended = Event(), Event(), Event()

    def work() -> None:
        begun.set()
        go_on.wait(60)
        ended.set()

    timer, pending = Timer(0, work), Timer(3600, print)
    timer.start()
    pending.start()
    assert begun.wait(60)

    timer.cancel()
    pending.cancel()
    pending.join(60)
    go_on.set()

    assert ended.wait(60)
    assert not pending.is_alive()


def test_two_runs_are_never_under_way_at_once() -> None:
    """A run that takes longer than the period is the only one."""
    inside, most, runs = [0], [0], 5

    def work(_: Event) -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        sleep(0.003)
        inside[0] -= 1

    with Periodic(0.001, work, runs) as periodic:
        periodic.thread.join(60)

    assert (most[0], periodic.runs) == (1, runs)


def test_a_half_file_is_no_copy(job: Job) -> None:
    """Cut off in the middle of a file, the copy ends in `.part`."""
    notes(job, "a")
    last = "                part.replace(target)\n"
    edits = {last: "                os._exit(9)\n" + last}

    done = job.run("repeat_work", "in", "out", "--times", 1, edits=edits)

    assert done.code == 9
    assert [path.name for path in (job.folder / "out").iterdir()] == ["a.part"]
