"""Programs do what their transcripts say where Linux' own things are taken away, as on macOS.

What takes them away is tests/recorder/macos/usercustomize.py.  It is no macOS: no record and
no page says so because of it.
"""

from __future__ import annotations

import datetime
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from recorder.cell import runs_in
from recorder.hold.check import check, command_for
from recorder.pythons.interpreters import Interpreter, ask
from recorder.run.once import run
from shelf import ROOT, Command, Sample, samples
from shelf.conditions import Cell
from shelf.fault import report

TAKEN_AWAY = ROOT / "tests" / "recorder" / "macos"
#: So many programs each day; LONG=1: all.
SHARE = 6
#: As long as the temporary folder that macOS gives to each user.
TEMPORARY = "/tmp/folders-zz-zyxvpxvq6csfxvn_n0000000000000-T"


def mac(interpreter: Interpreter) -> Cell:
    """The cell that a program would have there."""
    return Cell(interpreter.version, interpreter.gil, "spawn", "macos")


def picked() -> list[Sample]:
    """The programs to run: a share that turns with the day, or all; packages and stages aside."""
    known = [one for one in samples().values() if not (one.timing or one.lock or one.stage)]
    if "LONG" in os.environ:
        return known
    return random.Random(datetime.date.today().toordinal()).sample(known, SHARE)


@pytest.fixture(scope="module")
def plain(interpreter: Interpreter) -> Interpreter:
    """The interpreter itself: one of an environment imports no `usercustomize`."""
    return ask(os.path.realpath(interpreter.path))


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A temporary folder with a name as long as there."""
    folder = Path(tempfile.mkdtemp(prefix=TEMPORARY[5:-9], dir="/tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    monkeypatch.undo()
    shutil.rmtree(folder, ignore_errors=True)


def without(command: Command) -> Command:
    """The command, in an environment in which things are taken away."""
    return replace(command, variables=(*command.variables, ("PYTHONPATH", str(TAKEN_AWAY))))


@pytest.mark.parametrize("sample", [pytest.param(one, id=one.stem) for one in picked()])
def test_a_program_needs_nothing_of_linux(
    sample: Sample, plain: Interpreter, temporary: None
) -> None:
    """Unless its header says so."""
    cell = mac(plain)
    if why := runs_in(sample, cell):
        pytest.skip(why)
    expected = sample.header.case(cell).expectation
    result = run(
        sample.path,
        without(command_for(sample, cell)),
        plain.path,
        limit=expected.limit,
        hangs=expected.outcome == "hang",
        source=sample.shown,
    )

    faults = check(sample, cell, result)

    assert not faults, report(faults)


SEEN = """
import multiprocessing, os, select, socket, sys
from multiprocessing import Queue, Lock, get_start_method
from multiprocessing.util import abstract_sockets_supported
def tried(call, *words):
    try:
        return call(*words)
    except (OSError, NotImplementedError) as error:
        return type(error).__name__
if __name__ == "__main__":
    print(get_start_method(), hasattr(os, "sched_getaffinity"), hasattr(select, "epoll"))
    print(tried(open, "/proc/self/status"), tried(os.listdir, "/proc"), tried(Queue().qsize))
    with socket.socket(socket.AF_UNIX) as one:
        print(tried(one.bind, "s" * 104), abstract_sockets_supported)
    lock = Lock()
    print(lock.acquire(), lock.acquire(timeout=0.01), lock.acquire(False))
"""


def test_it_is_taken_away(plain: Interpreter, program) -> None:
    """Else the test above would say nothing."""
    sample = program(SEEN)
    result = run(sample.path, without(Command(sample.path.name)), plain.path, limit=60)

    assert result.text.splitlines() == [
        "spawn False False",
        "FileNotFoundError FileNotFoundError NotImplementedError",
        "OSError False",
        "True False False",
    ]
