"""What else a machine does while a program measures."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil

#: Seconds within which the load of one run is forgotten.
SETTLING = 90.0


class Watch:
    """Watches from outside what else a machine does: load, stolen time, other programs."""

    def __init__(self) -> None:
        self.cores = len(psutil.Process().cpu_affinity() or ()) if _linux() else os.cpu_count() or 1
        self.load = round(psutil.getloadavg()[0], 2)
        self.begun = self._now()

    def _now(self) -> tuple[float, float, float, float]:
        """The clock, and the seconds stolen, used by all, and used by our children."""
        times, own = psutil.cpu_times(), os.times()
        # without `guest`, which `user` holds too
        used = times.user + times.system + getattr(times, "nice", 0) + getattr(times, "irq", 0)
        ours = own.user + own.system + own.children_user + own.children_system
        return time.monotonic(), getattr(times, "steal", 0.0), used, ours

    def facts(self, unwaited: Unwaited | None = None) -> dict[str, Any]:
        """What was seen, as facts of a record; shares are of the time of all processors."""
        adopted = adopt()
        clock, stolen, used, ours = (
            new - old for new, old in zip(self._now(), self.begun, strict=True)
        )
        ours += unwaited.seconds(adopted) if unwaited else 0.0
        whole = clock * (psutil.cpu_count() or 1)
        return {
            "cores": self.cores,
            "load_before": self.load,
            "load_after": round(psutil.getloadavg()[0], 2),
            "stolen": round(max(stolen, 0.0) / whole, 4),
            "others": round(max(used - ours, 0.0) / whole, 4),
        }


def _linux() -> bool:
    return sys.platform == "linux"


class Unwaited:
    """The time of processes that ours have started and do not wait for.

    Ray's raylet ignores SIGCHLD, so the system forgets what its ended children have used;
    here they are looked at while they live, and what one uses after the last look is missed.
    """

    EVERY = 0.5

    def __init__(self) -> None:
        self.used: dict[psutil.Process, float] = {}
        self.end = Event()
        self.thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Unwaited:
        if _linux():
            self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end.set()
        if _linux():
            self.thread.join()

    def seconds(self, adopted: set[int]) -> float:
        """What they used, without those of which the system has told us after all."""
        return sum(used for child, used in [*self.used.items()] if child.pid not in adopted)

    def _watch(self) -> None:
        while not self.end.wait(self.EVERY):
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error, OSError):
                    if child in self.used or forgets(child.ppid()):
                        self.used[child] = sum(child.cpu_times()[:4])  # its own children's too


def forgets(pid: int) -> bool:
    """Whether a process ignores the end of its children."""
    _, _, ignored = Path(f"/proc/{pid}/status").read_text("utf-8", "replace").partition("SigIgn:")
    return bool(int(ignored.split()[0], 16) >> (signal.SIGCHLD - 1) & 1)


def adopt() -> set[int]:
    """Make orphans of our children our own, and take in those that have ended; which ones.

    The workers of a fork server are orphans when their program ends; their
    time is ours all the same, and not that of other programs.
    """
    ended: set[int] = set()
    if not _linux():
        return ended
    subreaper = 36
    ctypes.CDLL(None).prctl(subreaper, 1, 0, 0, 0)
    try:
        while pid := os.waitpid(-1, os.WNOHANG)[0]:
            ended.add(pid)
    except ChildProcessError:
        pass
    return ended


def settle() -> None:
    """Wait until the load that our own run has left behind is gone."""
    until = time.monotonic() + SETTLING
    while psutil.getloadavg()[0] > (os.cpu_count() or 1) and time.monotonic() < until:
        time.sleep(1)
