"""Runs every program on every interpreter under every start method: ``make matrix``."""

from __future__ import annotations

import ast
import datetime
import os
import platform
import subprocess
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache, partial
from threading import Lock

from recorder.compare import place
from recorder.fault import Fault
from recorder.header import START_METHODS, Cell
from recorder.interpreters import Interpreter
from recorder.matrix import NOT_RUN, PASSED, Matrix, digest
from recorder.record import runs_in, verify
from recorder.sample import Sample

#: Prints whether there is a GIL before and after the imports between.
GIL_PROBE = "import sys\nprint(sys._is_gil_enabled())\n{imports}\nprint(sys._is_gil_enabled())\n"


@dataclass(frozen=True)
class Outcome:
    """What one cell came to: `PASSED`, "failed: ..." or "not run: ..."."""

    sample: Sample
    interpreter: Interpreter
    start_method: str
    words: str
    faults: tuple[Fault, ...] = ()


def run_cells(
    wanted: list[Sample],
    interpreters: Iterable[Interpreter],
    methods: tuple[str, ...] = START_METHODS,
    workers: int | None = None,
) -> Iterator[Outcome]:
    """Run each program on each interpreter under each start method that it has.

    Cells run side by side, one more than there are processors, since they also
    wait.  Those of a program that hangs do nothing but wait for their limit,
    so they stand in a wider row of their own.
    """
    cores = workers or os.cpu_count() or 1
    with ThreadPoolExecutor(cores + 1) as busy, ThreadPoolExecutor(cores * 4) as waiting:
        futures = []
        for interpreter in interpreters:
            for sample in wanted:
                gil = _once(partial(gil_faults, sample, interpreter))
                for cell in interpreter.cells():
                    if cell.start_method in methods:
                        hangs = sample.header.expected(cell).outcome == "hang"
                        job = partial(_cell, sample, interpreter, cell, gil)
                        futures.append((waiting if hangs else busy).submit(job))
        for future in as_completed(futures):
            yield future.result()


def _cell(
    sample: Sample, interpreter: Interpreter, cell: Cell, gil: Callable[[], list[Fault]]
) -> Outcome:
    if why := runs_in(sample, cell):
        return Outcome(sample, interpreter, cell.start_method, f"{NOT_RUN}: {why}")
    faults = (*gil(), *verify(sample, interpreter, cell))
    words = f"failed: {faults[0].what.splitlines()[0]}" if faults else PASSED
    return Outcome(sample, interpreter, cell.start_method, words, faults)


def _once(function: Callable[[], list[Fault]]) -> Callable[[], list[Fault]]:
    """`function`, called at most once; a second caller waits for the first's answer."""
    lock = Lock()
    cached = cache(function)

    def once() -> list[Fault]:
        with lock:
            return cached()

    return once


def gil_faults(sample: Sample, interpreter: Interpreter) -> list[Fault]:
    """What is wrong with the GIL in a free-threaded cell of `sample`.

    A free-threaded build may turn the GIL on, at the start or because of an
    import, and would then pass by falling back.  So its state is asked before
    and after the program's own imports, by the program's own command.
    """
    if interpreter.gil:
        return []
    imports = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(sample.source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    transcript = sample.transcript()
    flags = transcript.command.flags if transcript else ()
    variables = dict(transcript.command.variables) if transcript else {}
    probe = GIL_PROBE.format(imports="\n".join(dict.fromkeys(imports)))
    answer = subprocess.run(
        [interpreter.path, *flags, "-c", probe],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={"PATH": os.defpath} | variables,
        check=False,
    )
    before, _, after = answer.stdout.strip().partition("\n")
    if (before, after) == ("False", "False"):
        return []
    moment = "at its start" if before != "False" else "after its imports"
    last = (answer.stderr.strip().splitlines() or [""])[-1]
    return [
        Fault(
            f"the GIL is on {moment}" if answer.returncode == 0 else f"its imports fail: {last}",
            place(sample, interpreter.cell()),
            "the page would say that it runs without the GIL, and it did not",
            'leave out the import or flag that turns the GIL on, or say "gil = true" in its header',
        )
    ]


def matrix_of(outcomes: Iterable[Outcome], today: datetime.date | None = None) -> Matrix:
    """The cells of some outcomes, as one matrix."""
    date = (today or datetime.date.today()).isoformat()
    runs: dict[str, Matrix] = {}
    for outcome in outcomes:
        one = outcome.interpreter
        run = runs.setdefault(
            one.path,
            {
                "python": one.tag,
                "version": one.version,
                "gil": one.gil,
                "system": one.system,
                "machine": platform.machine(),
                "compiler": one.compiler,
                "default": one.default,
                "programs": {},
            },
        )
        entry = run["programs"].setdefault(
            outcome.sample.stem, {"digest": digest(outcome.sample), "date": date, "cells": {}}
        )
        entry["cells"][outcome.start_method] = outcome.words
    for run in runs.values():
        for entry in run["programs"].values():
            entry["cells"] = dict(sorted(entry["cells"].items()))
    return {"schema": 1, "runs": list(runs.values()), "news": []}
