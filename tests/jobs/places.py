"""Which Pythons a job is tried on, what surrounds it there, and a clock that leaps."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter, find_all
from shelf import ROOT

#: The Pythons that a job is tried on, by turns.
PYTHONS = ("3.11", "3.14", "3.14t", "3.15")
#: The start methods, "" is the Python's own.
METHODS = ("", "fork", "forkserver", "spawn")
INSIDE = ROOT / "recorder" / "inside"


def interpreter_for(tags: Sequence[str], turn: int) -> Interpreter:
    """The interpreter whose turn it is, of those that are here."""
    found, missing = find_all(list(tags))
    if not found:
        pytest.skip(f"no Python for it here: {missing}")
    return list(found.values())[turn % len(found)]


#: A clock that a task which hangs puts on by a thousand seconds, whatever the machine
#: does; it notes each look at it. It takes the place of `time.monotonic` in a program.
LOOKS = """\
def monotonic() -> float:
    with open("looks", "a") as file:
        file.write(".")
    return 1000.0 * os.path.exists("late")


"""
#: What a task does that hangs: the clock leaps when its parent has noted that it began.
#: Results that wait are read first, with a look at each; no test here hands a worker more.
HANGS = """\
begun = os.path.getsize("looks")
        while os.path.getsize("looks") < begun + 25:
            __import__("time").sleep(0.01)  # between two looks
        open("late", "w")
        signal.pause()"""


@contextmanager
def own_group(controller: str, limit: str) -> Iterator[Path]:
    """A control group of one's own, as version 1 makes them; what is left in it is killed."""
    place = Path("/sys/fs/cgroup") / controller / f"test-{os.getpid()}"
    try:
        place.mkdir()
    except OSError as why:
        pytest.skip(f"no group can be made: {why}")
    try:
        if not (place / limit).exists():
            pytest.skip(f"no controller with {limit}")
        yield place
        end = time.monotonic() + 60
        while (left := (place / "cgroup.procs").read_text().split()) and time.monotonic() < end:
            for pid in left:  # a pool that was left keeps its workers
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            time.sleep(0.01)  # between two looks
    finally:
        place.rmdir()
