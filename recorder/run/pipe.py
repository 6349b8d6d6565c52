"""A child whose output goes through a pipe: what every system has, Windows included.

Nothing here is POSIX.  The run's processes are found by their mark alone,
since there is no session, and they are ended one by one.

Through a pipe a program's text is the same, but not the order of what
several processes print: each holds its lines back until it ends.  So
`recorder.hold.check.same_lines` compares the lines, sorted.
"""

from __future__ import annotations

import subprocess
import threading
from contextlib import suppress
from typing import IO

import psutil

from recorder.run.child import OUTPUT_LIMIT, Child, Start
from recorder.run.processes import GONE


class PipeChild(Child):
    """A child whose standard output and error are one pipe."""

    def open(self, start: Start) -> None:
        self.process = subprocess.Popen(
            start.words,
            cwd=start.folder,
            env=start.variables,
            stdin=start.stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert self.process.stdout is not None
        self.full = threading.Event()
        self.reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self.reader.start()

    def ended(self) -> bool:
        # As last seen: an ended process tells no times.
        with suppress(*GONE):
            times = psutil.Process(self.process.pid).cpu_times()
            self.seen.cpu = max(self.seen.cpu, times.user + times.system)
        self.seen.status = self.process.poll()
        return self.seen.status is not None

    def collect(self, seconds: float) -> None:
        if self.full.is_set():
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(min(seconds, 0.02))

    def close(self) -> None:
        self.seen.status = self.process.wait()
        # Everyone who could hold the pipe has been killed, so this ends.
        self.reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _read(self, pipe: IO[bytes]) -> None:
        while data := pipe.read1(65536):  # type: ignore[attr-defined]
            if self.seen.stopped:
                continue  # one dies after the other, and whoever is left may tell of it
            if len(self.seen.output) <= OUTPUT_LIMIT:
                self.seen.output += data
            else:
                self.full.set()
