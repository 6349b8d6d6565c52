"""Every program of snippets/ does what it says, and is written to be read and copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recorder import ROOT, HeaderError, Sample, samples
from recorder.fault import Fault, report
from recorder.interpreters import Interpreter
from recorder.record import natural_cell, runs_in
from tests.checks import programs, shelf

every_program = pytest.mark.parametrize(
    "sample", [pytest.param(sample, id=stem) for stem, sample in samples().items()]
)


@every_program
def test_it_runs_as_it_says(sample: Sample, interpreter: Interpreter) -> None:
    """It ends as its header says, prints its transcript, and leaves nothing behind."""
    if why := not_meant_for(interpreter, sample):
        pytest.skip(why)
    faults = programs.conduct(sample, interpreter)

    assert not faults, report(faults)


def not_meant_for(interpreter: Interpreter, sample: Sample) -> str:
    """Why a program is not to be run here, "" if it is; the matrix runs it elsewhere."""
    try:
        return runs_in(sample, natural_cell(sample.header, interpreter))
    except HeaderError:
        return ""  # that is the check's to say


@every_program
def test_it_is_written_for_readers(sample: Sample) -> None:
    """Docstring, guard, hints, size, imports and comments are as the rules have them."""
    faults = programs.form(sample)

    assert not faults, report(faults)


@pytest.mark.parametrize(
    "check", [shelf.places, shelf.unique, shelf.recordings, shelf.ruff, shelf.mypy]
)
def test_the_shelf(check: Callable[[Path], list[Fault]]) -> None:
    """Every file belongs to one program, and linter and type checker are silent."""
    faults = check(ROOT)

    assert not faults, report(faults)
