"""Runs a program under watch, and makes its trace of what was noted.

The program is unchanged, and so has to be what it prints.  What is noted, and
how, says recorder/inside/watching; `recorder.write.lanes` puts it together.
"""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter_ns as clock

from recorder.cell import cell_showing, observe
from recorder.hold.check import check
from recorder.hold.conduct import place
from recorder.pythons.interpreters import Interpreter
from recorder.write.lanes import assemble
from recorder.write.recording import Recording
from shelf.conditions import Case, Cell
from shelf.fault import Fault
from shelf.sample import Sample, digest
from shelf.trace import Facts, Trace, TraceError, path_of, read, write


def watch(sample: Sample, interpreter: Interpreter, cell: Cell) -> tuple[Trace, list[Fault]]:
    """The trace of one run, and what was wrong with the run."""
    with tempfile.TemporaryDirectory(prefix="watch-") as folder:
        result = observe(sample, interpreter, cell, watched_to=Path(folder))
        end = clock()
        notes = [
            ast.literal_eval(line)
            for file in sorted(Path(folder).iterdir())
            for line in file.read_text(encoding="utf-8").splitlines()
        ]
    faults = [_changed(fault) for fault in check(sample, cell, result)]
    if not notes and not faults:
        faults = [_unseen(sample, cell)]
    facts = Facts(
        program=sample.stem,
        digest=digest(sample),
        python=cell.version,
        gil=cell.gil,
        start_method=cell.start_method,
        system=cell.system,
        watched=round(result.wall, 3),
    )
    return Trace(facts, assemble(notes, end if result.stopped else 0)), faults


def _changed(fault: Fault) -> Fault:
    return replace(
        fault,
        what=f"under watch: {fault.what}",
        why="a picture of a run that went otherwise is one of another program",
        cure=f"if it passes unwatched, recorder/inside/watching disturbs it; else {fault.cure}",
    )


def _unseen(sample: Sample, cell: Cell) -> Fault:
    return Fault(
        "nothing was seen of it under watch",
        place(sample, cell),
        "there is nothing to draw",
        f"leave -S, -I and -E out of its command; then: make trace ONLY={sample.stem}",
    )


def trace(wanted: list[Sample], interpreters: list[Interpreter]) -> Iterator[Recording]:
    """Run each sample under watch, in its usual case and each variant's, and write the traces.

    Where only noise differs the old file stays.
    """
    for sample in wanted:
        for case in sample.header.cases:
            yield _trace(sample, case, interpreters)


def _trace(sample: Sample, case: Case, interpreters: list[Interpreter]) -> Recording:
    path = path_of(sample, case)
    name = path.relative_to(sample.root).as_posix()
    found = cell_showing(sample, case, interpreters)
    if found is None:
        return Recording(name, "not run: no interpreter here shows it")
    alone = observe(sample, *found)
    seen, faults = watch(sample, *found)
    if faults:
        return Recording(name, "refused", tuple(faults))
    try:
        if read(path).outline == seen.outline:
            return Recording(name, "unchanged")
    except TraceError:
        pass  # there is none, or one that cannot be read
    write(replace(seen, facts=replace(seen.facts, alone=round(alone.wall, 3))), path)
    return Recording(name, "written")
