"""One child from its start to the end of the last of its group."""

from __future__ import annotations

import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from recorder.processes import Group

#: Bytes of output after which a program is stopped.
OUTPUT_LIMIT = 256 * 1024
#: How many times its limit a program that is to hang may take to become idle:
#: on a loaded machine it may not have reached its deadlock yet.
PATIENCE = 10


def hear_interrupts() -> None:
    """Let the children of this process end on Ctrl+C, as they would at a prompt.

    A shell has the signal ignored in what it runs in the background, and a
    child inherits that.  To be called in the main thread.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Start:
    """What to start: the command's words, its folder, its environment, its input."""

    words: list[str]
    folder: Path
    variables: dict[str, str]
    stdin: int

    @property
    def mark(self) -> tuple[str, str]:
        """The variable that the run's processes alone have: where they put temporary files."""
        name = "TMPDIR"
        return name, self.variables[name]


@dataclass
class Seen:
    """What was seen of a child; ``status`` is negative for a signal."""

    output: bytes = b""
    status: int | None = None
    stopped: str = ""
    cut: bool = False
    wall: float = 0.0
    cpu: float = 0.0
    leftovers: list[str] = field(default_factory=list)


class Child:
    """A child that is watched; how its output is read and its end is seen differs.

    ``terminal.TerminalChild`` is what a reader on Linux or macOS meets,
    ``pipe.PipeChild`` works on every system.
    """

    process: subprocess.Popen[bytes]

    def __init__(self, start: Start) -> None:
        self.seen = Seen()
        self.begun = time.monotonic()
        self.open(start)
        self.group = Group(self.process.pid, start.mark)

    def open(self, start: Start) -> None:
        """Start the process."""
        raise NotImplementedError

    def ended(self) -> bool:
        """Whether the process has ended; then ``seen.status`` and ``seen.cpu`` are set."""
        raise NotImplementedError

    def collect(self, seconds: float) -> None:
        """Read output for at most `seconds`, less if the process ends."""
        raise NotImplementedError

    def close(self) -> None:
        """Wait for the killed process, read what is left and give everything back."""
        raise NotImplementedError

    def watch(self, limit: float, hangs: bool) -> Seen:
        """Watch until the end, or until `limit` seconds have gone by."""
        try:
            self._until_end(limit, hangs)
            if not self.seen.stopped and not self.seen.cut:
                self.seen.leftovers = self.group.leftovers()
        finally:
            self.group.kill()
            self.close()
        return self.seen

    def _until_end(self, limit: float, hangs: bool) -> None:
        while not self.ended():
            self.seen.wall = waited = time.monotonic() - self.begun
            if waited >= limit:
                idle = self.group.idle()
                if self.ended():
                    break
                if idle or not hangs or waited >= limit * PATIENCE:
                    self.seen.stopped = "idle" if idle else "busy"
                    return
            self.collect(max(limit - waited, 0.01))
            if len(self.seen.output) > OUTPUT_LIMIT:
                self.seen.cut = True
                return
        self.seen.wall = time.monotonic() - self.begun
