"""A program is run where a reader meets it, and held to its word."""

from __future__ import annotations

from recorder.cell import natural_cell, verify
from recorder.pythons.interpreters import Interpreter
from recorder.write.timing import once
from shelf import Sample, Wrong
from shelf.conditions import Cell
from shelf.fault import Fault
from tests.checks.programs.reading import unreadable


def conduct(sample: Sample, interpreter: Interpreter, start_method: str = "") -> list[Fault]:
    """Run a program where a reader with this interpreter meets it, and hold it to its word.

    A start method that is named is forced on it.
    """
    try:
        return verify(sample, interpreter, cell_of(sample, interpreter, start_method))
    except Wrong as error:
        return [unreadable(sample, error)]


def trial(sample: Sample, interpreter: Interpreter) -> list[Fault]:
    """Run a program that measures for one value each: whether it works, and not how fast."""
    seen = once(sample, interpreter, "--debug-single-value")
    if seen.status == 0 and not seen.leftovers:
        return []
    what = f"{seen.ending}\n{seen.text.rstrip()}" if seen.status else str(seen.leftovers)
    return [
        Fault(
            f"cannot measure: {what}",
            f"snippets/{sample.stem}.py:1",
            "whoever repeats the measurement gets this",
            f"mend the program; then: make measure ONLY={sample.stem}",
        )
    ]


def cell_of(sample: Sample, interpreter: Interpreter, start_method: str = "") -> Cell:
    """The cell of a run: the usual one on this interpreter, or that of a start method."""
    if start_method:
        return interpreter.cell(start_method)
    return natural_cell(sample.header, interpreter)
