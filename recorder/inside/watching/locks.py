"""Locks that tell who holds them and who is blocked; the library's own stay as they are."""

from __future__ import annotations

import sys
import threading
from itertools import count
from time import perf_counter_ns as clock
from types import TracebackType
from typing import Any

from .notes import PROGRAM, notes

numbers = count(1)


class Watched:
    """A lock of the program."""

    def __init__(self, lock: Any) -> None:
        self._lock = lock
        self._number = next(numbers)
        self._holder: Any = ""  # its lane
        self._who: Any = ""  # who that is to others
        self._times = 0  # that its holder has it; an RLock's may have it more than once

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take the lock as its own `acquire` does, and note who waits and who holds it."""
        watcher = getattr(sys.gettrace(), "__self__", None)
        got: bool = self._lock.acquire(False)
        if not got and blocking:
            if watcher is None or watcher.waiting or not watcher.depth:
                got = self._lock.acquire(True, timeout)
            else:
                watcher.wait(sys._getframe(), "blocked", self._number, self._who)
                got = self._lock.acquire(True, timeout)
                watcher.woke()
        if got:
            self._times += 1
            if self._times == 1 and watcher is not None:
                self._holder, self._who = watcher.lane, watcher.who
                notes.add("hold", clock(), self._holder, self._number)
        return got

    def release(self) -> None:
        """Give the lock back, and note that its holder has."""
        holder, last = self._holder, self._times == 1
        if last:
            self._holder, self._who, now = "", "", clock()
        self._times = max(self._times - 1, 0)
        self._lock.release()
        if last and holder:
            notes.add("free", now, holder, self._number)

    __enter__ = acquire

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lock, name)

    def __reduce__(self) -> Any:
        return self._lock.__reduce__()

    def __repr__(self) -> str:
        return repr(self._lock)


def wrap() -> None:
    """Put wrapped locks in the place of those that the program makes."""
    for name in ("Lock", "RLock"):
        setattr(threading, name, _maker(getattr(threading, name)))


def _maker(make: Any) -> type:
    class Maker:
        def __new__(cls) -> Any:
            lock = make()
            return Watched(lock) if sys._getframe(1).f_code.co_filename == PROGRAM else lock

    Maker.__name__ = Maker.__qualname__ = make.__name__
    return Maker
