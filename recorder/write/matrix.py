"""Runs every program on every interpreter under every start method: ``make matrix``."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass
from itertools import starmap

from recorder.cell import runs_on, verify
from recorder.hold.gil import gil_faults
from recorder.pythons.interpreters import Interpreter
from recorder.write.engine import lent
from shelf.conditions import START_METHODS, Cell
from shelf.fault import Fault
from shelf.ledger import NOT_RUN, PASSED, Matrix
from shelf.sample import Sample, digest


@dataclass(frozen=True)
class Outcome:
    """What one cell came to: `PASSED`, "failed: why", what was seen below it, or "not run: ..."."""

    sample: Sample
    interpreter: Interpreter
    start_method: str
    words: str
    faults: tuple[Fault, ...] = ()


def run_cells(
    wanted: list[Sample],
    interpreters: Iterable[Interpreter],
    methods: tuple[str, ...] = START_METHODS,
    engine: Executor | None = None,
    spared: Collection[tuple[str, str]] = (),
) -> Iterator[Outcome]:
    """Run each program on each interpreter under each start method that it has.

    Less what is `spared`: ("/path/to/python", "threads/lost_update").
    Cells run side by side, one more than there are processors, since they also
    wait.  Those of a program that hangs do nothing but wait for their limit,
    so they stand in a wider row of their own.  An `engine` takes them all.
    """
    cores = os.cpu_count() or 1
    with lent(engine, cores + 1) as busy, lent(engine, cores * 4) as waiting:

        def begin(sample: Sample, interpreter: Interpreter, cell: Cell) -> Future[Outcome]:
            hangs = sample.header.case(cell).expectation.outcome == "hang"
            return (waiting if hangs else busy).submit(_cell, sample, interpreter, cell)

        jobs = (
            (sample, interpreter, cell)
            for interpreter in interpreters
            for sample in wanted
            for cell in interpreter.cells()
            if cell.start_method in methods and (interpreter.path, sample.stem) not in spared
        )
        # nobody holds one that is done: an engine that lost it would run it again
        for future in as_completed(starmap(begin, jobs)):
            yield future.result()


def _cell(sample: Sample, interpreter: Interpreter, cell: Cell) -> Outcome:
    if why := runs_on(sample, interpreter, cell):
        return Outcome(sample, interpreter, cell.start_method, f"{NOT_RUN}: {why}")
    faults = (*gil_faults(sample, interpreter), *verify(sample, interpreter, cell))
    words = f"failed: {faults[0].what.rstrip()}" if faults else PASSED
    return Outcome(sample, interpreter, cell.start_method, words, faults)


def facts(one: Interpreter) -> Matrix:
    """What is said of an interpreter, without a program."""
    return {
        "python": one.tag,
        "version": one.version,
        "gil": one.gil,
        "system": one.system,
        "machine": platform.machine(),
        "compiler": one.compiler,
        "default": one.default,
        "programs": {},
    }


def matrix_of(
    outcomes: Iterable[Outcome],
    today: datetime.date | None = None,
    here: Iterable[Interpreter] = (),
) -> Matrix:
    """The cells of some outcomes, as one matrix; `here` are there with or without a cell."""
    date = (today or datetime.date.today()).isoformat()
    runs = {one.path: facts(one) for one in here}
    for outcome in outcomes:
        run = runs.setdefault(outcome.interpreter.path, facts(outcome.interpreter))
        entry = run["programs"].setdefault(
            outcome.sample.stem, {"digest": digest(outcome.sample), "date": date, "cells": {}}
        )
        entry["cells"][outcome.start_method] = outcome.words
    for run in runs.values():
        for entry in run["programs"].values():
            entry["cells"] = dict(sorted(entry["cells"].items()))
    return {"schema": 1, "runs": list(runs.values()), "news": []}
