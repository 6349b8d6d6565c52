"""One child from its start to the end of the last of its group."""

from __future__ import annotations

import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from recorder.run.processes import Group
from recorder.run.stacks import ask

#: Bytes of output after which a program is stopped.
OUTPUT_LIMIT = 256 * 1024
#: How many times its limit a program that is to hang may take to become idle:
#: on a loaded machine it may not have reached its deadlock yet.
PATIENCE = 10
#: Seconds after which, and then again, it is asked whether anybody can go on.
GLANCE = 1.0
#: Seconds that children of a program put to trial have to see that it is gone.
GRACE = 5.0


def hear_interrupts() -> None:
    """Let the children of this process end on Ctrl+C, as they would at a prompt.

    A shell has the signal ignored in what it runs in the background, and a
    child inherits that.  To be called in the main thread.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Start:
    """What to start: the command's words, its folder, its environment, its input.

    ``told_to`` is the folder in which its processes say where they stand;
    with ``stuck_ends`` one that can never go on is stopped before its limit.
    """

    words: list[str]
    folder: Path
    variables: dict[str, str]
    stdin: int
    told_to: Path | None = None
    stuck_ends: bool = False

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
    stands: list[str] = field(default_factory=list)


class Child:
    """A child that is watched; how its output is read and its end is seen differs.

    ``terminal.TerminalChild`` is what a reader on Linux or macOS meets,
    ``pipe.PipeChild`` works on every system.
    """

    process: subprocess.Popen[bytes]
    #: Seconds that children have to be gone after the program.
    grace = 1.0

    def __init__(self, start: Start) -> None:
        self.seen = Seen()
        self.begun = time.monotonic()
        self.told_to = start.told_to
        self.stuck_ends = start.stuck_ends
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
                # one that is put to trial may look for its parent now and then
                self.seen.leftovers = self.group.leftovers(GRACE if hangs else self.grace)
        finally:
            self.group.kill()
            self.close()
        return self.seen

    def _stop(self, how: str) -> None:
        """Stop watching one that has not ended, and have it say where it stands."""
        self.seen.stopped = how
        if self.told_to:
            self.seen.stands = ask(self.told_to, self.process.pid)

    def _until_end(self, limit: float, hangs: bool) -> None:
        glance = GLANCE if self.stuck_ends else limit
        while not self.ended():
            self.seen.wall = waited = time.monotonic() - self.begun
            if waited >= limit:
                idle = self.group.idle()
                if self.ended():
                    break
                if idle or not hangs or waited >= limit * PATIENCE:
                    self._stop("idle" if idle else "busy")
                    return
            if self.stuck_ends and waited >= glance and self.group.stuck() and not self.ended():
                self._stop("stuck")
                return
            glance = waited + GLANCE if waited >= glance else glance
            self.collect(max(min(limit, glance) - waited, 0.01))
            if len(self.seen.output) > OUTPUT_LIMIT:
                self.seen.cut = True
                return
        self.seen.wall = time.monotonic() - self.begun
