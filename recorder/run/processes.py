"""The processes of one run: who is there, are they idle, end them all.

A run's processes are those of its session and those that carry its mark, a
variable of its environment, so that a child which leaves the session is
still found.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from recorder.run.waits import untimed

GONE = (psutil.NoSuchProcess, psutil.AccessDenied, ProcessLookupError, PermissionError)

#: Process ids of Linux itself, whose children have no command line.
KERNEL = (0, 2)
#: A window in which a waiting group shows no sign of work, and its samples.
WINDOW = 0.5
SAMPLES = 20
#: So many looks tell that nobody moves where everybody waits without a limit.
STUCK_LOOKS = 4
#: Seconds in which systems count processor time.
ONE_TICK = 0.01


@dataclass(frozen=True)
class Group:
    """The processes of one run, by `leader` (its process id) and `mark`.

    ``mark`` is a (variable, value) pair of the environment that the run
    alone has, ``before`` who was there when the group was made.
    """

    leader: int
    mark: tuple[str, str]
    before: frozenset[int] = field(default_factory=lambda: frozenset(psutil.pids()))

    def members(self) -> list[psutil.Process]:
        """Everyone of the run who is alive, zombies left out."""
        found = []
        for pid in psutil.pids():
            if pid != os.getpid() and self._ours(pid):
                with suppress(*GONE):
                    process = psutil.Process(pid)
                    if process.status() != psutil.STATUS_ZOMBIE:
                        found.append(process)
        return found

    def _ours(self, pid: int) -> bool:
        with suppress(*GONE, AttributeError):  # Windows has no sessions
            if os.getsid(pid) == self.leader:
                return True
        with suppress(*GONE, OSError):
            return "=".join(self.mark).encode() in _environ(pid)
        return False

    def _loading(self) -> bool:
        """Whether somebody who came after our leader has no command line and environment yet.

        That is so for a moment while a program is being loaded, and such a
        process cannot be told from one of ours.
        """
        for pid in set(psutil.pids()) - self.before:
            with suppress(*GONE, OSError):
                process = psutil.Process(pid)
                known = process.cmdline() or process.environ()
                there = process.status() != psutil.STATUS_ZOMBIE
                if not known and there and process.ppid() not in KERNEL:
                    return True
        return False

    def idle(self) -> bool:
        """Whether the group waits: nobody can run and no processor time goes by.

        It is judged by the state of every thread over a short window, not by
        the clock, so a loaded machine does not make a busy group look idle.
        A group that has ended is not idle.
        """
        before = self._work()
        runnable = 0
        for _ in range(SAMPLES):
            time.sleep(WINDOW / SAMPLES)
            states = self._states()
            if not states:
                return False
            runnable += any(state in "RD" for state in states)
        spent = self._work() - before
        return runnable <= 1 and spent <= ONE_TICK * 2

    def stuck(self) -> bool:
        """Whether nobody can ever go on: all wait, without a limit, and nobody moves."""
        seen = set()
        for look in range(STUCK_LOOKS):
            if look:
                time.sleep(WINDOW / STUCK_LOOKS)
            seen.add(untimed([process.pid for process in self.members()]))
            if () in seen or len(seen) > 1:
                return False
        return True

    def _states(self) -> str:
        """One letter for each thread of the group, as ps gives them."""
        letters = []
        for process in self.members():
            tasks = Path(f"/proc/{process.pid}/task")
            if not tasks.is_dir():
                # Elsewhere a running thread shows as processor time.
                letters.append("S")
                continue
            with suppress(OSError):
                for task in tasks.iterdir():
                    with suppress(OSError):
                        letters.append((task / "stat").read_text().rpartition(")")[2][1])
        return "".join(letters)

    def _work(self) -> float:
        """Seconds of processor time that the group has used so far."""
        total = 0.0
        for process in self.members():
            with suppress(*GONE):
                times = process.cpu_times()
                total += times.user + times.system
        return total

    def kill(self) -> None:
        """End everyone at once, and whoever they start meanwhile."""
        deadline = time.monotonic() + 10
        while (members := self.members()) and time.monotonic() < deadline:
            with suppress(*GONE, AttributeError):  # Windows has no process groups
                os.killpg(self.leader, signal.SIGKILL)
            for process in members:
                with suppress(*GONE):
                    process.kill()
            time.sleep(0.005)

    def leftovers(self, grace: float = 1.0, most: float = 10.0) -> list[str]:
        """Who is still there after the leader's end; empty once all have gone.

        Waits `grace` seconds, and beyond that only for those who are still
        at work on ending (up to `most` seconds).
        """
        start = time.monotonic()
        while (members := self.members()) or self._loading():
            waited = time.monotonic() - start
            if waited > most or (waited > grace and self.idle()):
                break
            time.sleep(0.005)
        return [_describe(process) for process in members]


def end_with_all(process: subprocess.Popen[str]) -> None:
    """End a process that leads its group, the group, and all who descend from it.

    A descendant in a session of its own is no longer found once its parent has
    ended, so they are all stopped first: nobody can start anybody meanwhile.
    """
    stopped: set[psutil.Process] = set()
    if process.poll() is None:  # else its number may be somebody else's by now
        with suppress(*GONE):
            leader = psutil.Process(process.pid)
            while fresh := {leader, *leader.children(recursive=True)} - stopped:
                for one in fresh:
                    with suppress(*GONE):
                        one.suspend()
                stopped |= fresh
    with suppress(*GONE, AttributeError):  # Windows has no process groups
        os.killpg(process.pid, signal.SIGKILL)
    for one in stopped:
        with suppress(*GONE):
            one.kill()


def _environ(pid: int) -> list[bytes]:
    """The environment of a process; each process of the machine is asked, so as is quickest."""
    if sys.platform == "linux":
        with open(f"/proc/{pid}/environ", "rb", buffering=0) as file:
            return file.read().split(b"\0")
    return [f"{name}={value}".encode() for name, value in psutil.Process(pid).environ().items()]


def _describe(process: psutil.Process) -> str:
    with suppress(*GONE):
        return " ".join(process.cmdline()[-3:])[-100:] or process.name()
    return "a process"
