"""A program in one cell: what it was seen to do, and whether that is what it says."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from recorder.hold.check import check, command_for
from recorder.pythons.environments import NoEnvironment, python_for
from recorder.pythons.interpreters import Interpreter
from recorder.run.once import TERMINAL, Result, run
from shelf.conditions import Case, Cell
from shelf.fault import Fault
from shelf.header import Header
from shelf.sample import Sample

#: Why a program is not run where the machine could be helped: a reason, never a property.
HELPED = re.compile(r"\bno network\b|\bhere: install ")


def runs_on(sample: Sample, interpreter: Interpreter, cell: Cell) -> str:
    """ "" if `sample` is meant to run in `cell` and can run there, else why not, in words."""
    if why := runs_in(sample, cell) or lacking(sample):
        return why
    try:
        python_for(sample, interpreter)
    except NoEnvironment as why_not:
        return str(why_not)
    return ""


def runs_in(sample: Sample, cell: Cell) -> str:
    """ "" if `sample` is meant to run in `cell`, else why not, in words."""
    header = sample.header
    if not header.requires.fits(cell):
        return f"only {header.requires.label}"
    if header.start_methods and cell.start_method not in header.start_methods:
        return f"chooses {' or '.join(header.start_methods)} itself"
    return ""


def lacking(sample: Sample) -> str:
    """ "" if this machine has what the program's stage starts, else what to install.

    A stage that needs more than Python says so: its function `missing` returns that.
    """
    stage = sample.stage
    if stage is None or not stage.exists():
        return ""
    if not re.search(r"(?m)^def missing\(", stage.read_text("utf-8")):
        return ""
    return str(runpy.run_path(str(stage))["missing"]())


def observe(
    sample: Sample,
    interpreter: Interpreter,
    cell: Cell,
    *,
    watched_to: Path | None = None,
    terminal: bool = TERMINAL,
) -> Result:
    """Run `sample` once in `cell`; a start method that is not the default is forced."""
    expected = sample.header.case(cell).expectation
    forced = cell.start_method != interpreter.default and not sample.header.start_methods
    return run(
        sample.path,
        command_for(sample, cell),
        python_for(sample, interpreter),
        limit=expected.limit,
        hangs=expected.outcome == "hang",
        start_method=cell.start_method if forced else "",
        # As a page shows it, so that a traceback counts the lines that a reader sees.
        source=sample.shown,
        guarded=sample.root,
        stage=sample.stage,
        watched_to=watched_to,
        terminal=terminal,
    )


def natural_cell(header: Header, interpreter: Interpreter) -> Cell:
    """The cell in which a reader who has this interpreter meets the program."""
    method = header.start_methods[0] if header.start_methods else interpreter.default
    return interpreter.cell(method)


def cell_showing(
    sample: Sample, case: Case, interpreters: list[Interpreter]
) -> tuple[Interpreter, Cell] | None:
    """Where `case` can be seen: on the first interpreter, and by default, if possible."""
    header = sample.header
    for interpreter in interpreters:
        for cell in (natural_cell(header, interpreter), *interpreter.cells()):
            if header.case(cell) == case and not runs_on(sample, interpreter, cell):
                return interpreter, cell
    return None


def verify(
    sample: Sample, interpreter: Interpreter, cell: Cell, *, terminal: bool = TERMINAL
) -> list[Fault]:
    """Run `sample` in `cell` and hold it against its header and transcript."""

    def once() -> Result:
        return observe(sample, interpreter, cell, terminal=terminal)

    return check(sample, cell, once(), once)
