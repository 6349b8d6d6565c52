"""What else a machine does while a program measures."""

from __future__ import annotations

import ctypes
import os
import sys
import time
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

    def facts(self) -> dict[str, Any]:
        """What was seen, as facts of a record; shares are of the time of all processors."""
        adopt()
        clock, stolen, used, ours = (
            new - old for new, old in zip(self._now(), self.begun, strict=True)
        )
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


def adopt() -> None:
    """Make orphans of our children our own, and take in those that have ended.

    The workers of a fork server are orphans when their program ends; their
    time is ours all the same, and not that of other programs.
    """
    if not _linux():
        return
    subreaper = 36
    ctypes.CDLL(None).prctl(subreaper, 1, 0, 0, 0)
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def settle() -> None:
    """Wait until the load that our own run has left behind is gone."""
    until = time.monotonic() + SETTLING
    while psutil.getloadavg()[0] > (os.cpu_count() or 1) and time.monotonic() < until:
        time.sleep(1)
