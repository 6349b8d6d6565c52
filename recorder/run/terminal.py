"""A child on a pseudo-terminal: it prints what a reader would see, in that order."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from contextlib import suppress

from recorder.run.child import OUTPUT_LIMIT, Child, Start

COLUMNS = 80


class TerminalChild(Child):
    """A child in its own session, on a terminal of `COLUMNS` columns (not on Windows)."""

    def open(self, start: Start) -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
        self.waker: int | None = None
        try:
            self.process = subprocess.Popen(
                start.words,
                cwd=start.folder,
                env=start.variables,
                stdin=start.stdin,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
            )
        except OSError:
            os.close(self.ours)
            raise
        finally:
            os.close(theirs)
        # A descriptor that becomes readable at the child's end, on Linux.
        if hasattr(os, "pidfd_open"):
            with suppress(OSError):
                self.waker = os.pidfd_open(self.process.pid)

    def ended(self) -> bool:
        return self.seen.status is not None or self._reap(os.WNOHANG)

    def collect(self, seconds: float) -> None:
        descriptors = [self.ours] if self.waker is None else [self.ours, self.waker]
        # Without a descriptor for the child's end, it is asked often.
        pause = seconds if self.waker is not None else 0.01
        ready, _, _ = select.select(descriptors, [], [], pause)
        if self.ours in ready and not self._read():
            # The program closed its output, so only its end is left.
            time.sleep(0.005)

    def close(self) -> None:
        if self.seen.status is None:
            self._reap(0)
        while len(self.seen.output) <= OUTPUT_LIMIT:
            ready, _, _ = select.select([self.ours], [], [], 0)
            if not ready or not self._read():
                break
        os.close(self.ours)
        if self.waker is not None:
            os.close(self.waker)

    def _read(self) -> bool:
        try:
            data = os.read(self.ours, 65536)
        except OSError:  # how a terminal says that nobody holds its other side
            return False
        self.seen.output += data
        return bool(data)

    def _reap(self, flags: int) -> bool:
        pid, status, usage = os.wait4(self.process.pid, flags)
        if not pid:
            return False
        self.seen.status = self.process.returncode = os.waitstatus_to_exitcode(status)
        self.seen.cpu = usage.ru_utime + usage.ru_stime
        return True
