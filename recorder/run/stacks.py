"""Where the threads of a program stand that does not end, in words.

What answers inside of it is recorder/inside/telling.py.
"""

from __future__ import annotations

import os
import re
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: What the folder is called that a program runs in (`recorder.run.once`).
PROGRAM_FOLDER = "program"
#: The signal by which each process is asked; recorder/inside/telling.py hears it.
SIGNAL = signal.SIGRTMAX - 1 if hasattr(signal, "SIGRTMAX") else getattr(signal, "SIGUSR2", 0)
#: Seconds that a process has to answer by a handler in Python.
PATIENCE = 2.0
#: Whose threads are no news: they wait for work by design.
HELPERS = ("resource_tracker.py", "forkserver.py")
FRAME = re.compile(r'  File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<name>.+)')


@dataclass(frozen=True)
class Frame:
    """One call: its file, its line and its function."""

    file: str
    line: int
    name: str

    @property
    def own(self) -> bool:
        """Whether it is the program's, and not the library's."""
        return Path(self.file).parent.name == PROGRAM_FOLDER

    def __str__(self) -> str:
        return f"{self.name} ({Path(self.file).name}:{self.line})"


def ask(folder: Path, leader: int) -> list[str]:
    """Have each process that can answer say where its threads stand."""
    asked = []
    for file in folder.glob("*.stacks"):
        with suppress(OSError):
            os.kill(int(file.stem), SIGNAL)
            asked.append(int(file.stem))
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not all((folder / f"{pid}.told").exists() for pid in asked):
        time.sleep(0.01)
    asked.sort(key=lambda pid: (pid != leader, pid))
    return [line for pid in asked for line in told(folder, pid)]


def told(folder: Path, pid: int) -> list[str]:
    """What one process answered, a line for each thread."""
    try:
        process, threads = by_handler((folder / f"{pid}.told").read_text(encoding="utf-8"))
    except OSError:
        text = (folder / f"{pid}.stacks").read_text(encoding="utf-8", errors="replace")
        process, threads = "", by_faulthandler(text)
    name = process or f"process {pid}"
    return [
        f"{name}, {thread} {where(frames)}"
        for thread, frames in threads
        if frames and not helper(frames)
    ]


def helper(frames: list[Frame]) -> bool:
    """Whether this is a process of the library's own, such as the fork server."""
    return any(Path(frame.file).name in HELPERS for frame in frames) and not any(
        frame.own for frame in frames
    )


def by_handler(text: str) -> tuple[str, list[tuple[str, list[Frame]]]]:
    """The answer of the handler in Python: the process, and each thread's frames."""
    process, threads = "", []
    frames: list[Frame] = []
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "process":
            process = rest
        elif word == "thread":
            frames = []
            threads.append((rest, frames))
        elif line.count("\t") == 2:
            file, number, name = line.split("\t")
            frames.append(Frame(file, int(number), name))
    return process, threads


def by_faulthandler(text: str) -> list[tuple[str, list[Frame]]]:
    """The answer of `faulthandler`, which names few threads and lists the main one last."""
    threads: list[tuple[str, list[Frame]]] = []
    for line in text.splitlines():
        if line.endswith("(most recent call first):"):
            threads.append(("a thread", []))
        elif threads and (match := FRAME.match(line)):
            threads[-1][1].append(Frame(match["file"], int(match["line"]), match["name"]))
    return threads


def where(frames: list[Frame]) -> str:
    """Where a thread stands: the line of the program, and the call of the library in it."""
    own = next((frame for frame in frames if frame.own), None)
    inner = frames[0]
    if own is None:
        return f"waits in {inner}, called by nobody of the program"
    if own is inner:
        return f"stands at line {own.line}, in {own.name}"
    outermost = frames[frames.index(own) - 1]
    return f"waits at line {own.line}, in {own.name}: {outermost}"
