"""Every program of snippets/ does what it says, and is written to be read and copied."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.cell import HELPED, runs_on
from recorder.pythons.interpreters import Interpreter
from shelf import ROOT, Sample, Wrong, measuring, samples
from shelf.fault import Fault
from tests.checks.programs.conduct import cell_of, conduct, trial
from tests.checks.programs.form import form
from tests.checks.records import cases, files
from tests.checks.work.messages import no
from tests.engines.test_totals import skip_unstarted


def each(found: dict[str, Sample]) -> pytest.MarkDecorator:
    """One test for each of these programs."""
    return pytest.mark.parametrize(
        "sample", [pytest.param(sample, id=stem) for stem, sample in found.items()]
    )


@each(samples())
def test_it_runs_as_it_says(sample: Sample, interpreter: Interpreter, start_method: str) -> None:
    """It ends as its header says, prints its transcript, and leaves nothing behind."""
    if why := not_meant_for(sample, interpreter, start_method):
        pytest.skip(why)

    no(conduct(sample, interpreter, start_method))


def not_meant_for(sample: Sample, interpreter: Interpreter, start_method: str) -> str:
    """Why a program is not to be run here, "" if it is; the matrix runs it elsewhere."""
    try:
        why = runs_on(sample, interpreter, cell_of(sample, interpreter, start_method))
        assert not (os.environ.get("CI") and HELPED.search(why)), why
        return why
    except Wrong:
        return ""  # that is the check's to say


@each(samples() | measuring())
def test_it_is_written_for_readers(sample: Sample) -> None:
    """Docstring, guard, hints, size, imports and comments are as the rules have them."""
    no(form(sample))


@each(measuring())
def test_it_can_measure(sample: Sample, interpreter: Interpreter) -> None:
    """It measures each of its numbers, once and whatever the machine does meanwhile."""
    if why := not_meant_for(sample, interpreter, ""):
        pytest.skip(why)

    faults = trial(sample, interpreter)
    skip_unstarted("".join(fault.what for fault in faults))
    no(faults)


@pytest.mark.parametrize("check", [*files.CHECKS, *cases.CHECKS])
def test_the_shelf(check: Callable[[Path], list[Fault]]) -> None:
    """Every file belongs to one program that has run, and linter and type checker are silent."""
    no(check(ROOT))
