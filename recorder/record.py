"""Runs samples in a cell, and writes or checks their transcripts."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from recorder.compare import (
    check,
    command_for,
    conduct,
    repeatable,
    steadiness,
    transcript_of,
)
from recorder.fault import Fault
from recorder.header import Cell, Header, Variant
from recorder.interpreters import Interpreter
from recorder.run import Result, run
from recorder.sample import Sample


def runs_in(sample: Sample, cell: Cell) -> str:
    """ "" if `sample` is meant to run in `cell`, else why not, in words."""
    header = sample.header
    if not header.requires.fits(cell):
        return f"only {header.requires.label}"
    if header.start_methods and cell.start_method not in header.start_methods:
        return f"chooses {' or '.join(header.start_methods)} itself"
    return ""


def observe(sample: Sample, interpreter: Interpreter, cell: Cell, **options: object) -> Result:
    """Run `sample` once in `cell`; a start method that is not the default is forced."""
    expected = sample.header.expected(cell)
    forced = cell.start_method != interpreter.default and not sample.header.start_methods
    return run(
        sample.path,
        command_for(sample, cell),
        interpreter.path,
        limit=expected.limit,
        hangs=expected.outcome == "hang",
        start_method=cell.start_method if forced else "",
        # As a page shows it, so that a traceback counts the lines that a reader sees.
        source=sample.shown,
        guarded=sample.root,
        **options,  # type: ignore[arg-type]
    )


def natural_cell(header: Header, interpreter: Interpreter) -> Cell:
    """The cell in which a reader who has this interpreter meets the program."""
    method = header.start_methods[0] if header.start_methods else interpreter.default
    return interpreter.cell(method)


def cell_showing(
    sample: Sample, variant: Variant | None, interpreters: list[Interpreter]
) -> tuple[Interpreter, Cell] | None:
    """Where `variant` can be seen: on the first interpreter, and by default, if possible."""
    header = sample.header
    for interpreter in interpreters:
        for cell in (natural_cell(header, interpreter), *interpreter.cells()):
            if not runs_in(sample, cell) and header.variant(cell) is variant:
                return interpreter, cell
    return None


@dataclass(frozen=True)
class Recording:
    """What came of recording one transcript.

    ``news`` is "written", "unchanged" or why there is none; ``faults`` is
    empty unless the run was not what the program says.
    """

    path: str
    news: str
    faults: tuple[Fault, ...] = ()


def record(wanted: list[Sample], interpreters: list[Interpreter]) -> Iterator[Recording]:
    """Run each sample and write the transcripts that no longer hold.

    The first interpreter is used where it can show a variant, else the next
    that can.  A run that is not as its header says is never written down, nor
    is a text that a second run does not print too.  Nothing is written before
    all have run, so that no program is blamed for a file that the recorder
    wrote.
    """
    jobs = [(sample, variant) for sample in wanted for variant in (None, *sample.header.variants)]

    def work(job: tuple[Sample, Variant | None]) -> tuple[Recording, str]:
        sample, variant = job
        path = sample.transcript_path(variant)
        name = path.relative_to(sample.root).as_posix()
        place_found = cell_showing(sample, variant, interpreters)
        if place_found is None:
            where = variant.where.label if variant else sample.header.requires.label
            return Recording(name, f"not run: no interpreter here shows it ({where})"), ""
        interpreter, cell = place_found
        result = observe(sample, interpreter, cell)
        faults = conduct(sample, cell, result)
        text = str(transcript_of(sample, cell, result))
        old = path.read_text(encoding="utf-8") if path.exists() else None
        if not faults and text != old:
            second = observe(sample, interpreter, cell)
            faults = conduct(sample, cell, second) or steadiness(sample, cell, result, second)
        if not faults:
            return Recording(name, "unchanged" if text == old else "written"), text
        faults = repeatable(faults, f"make record ONLY={sample.stem}")
        return Recording(name, "refused", tuple(faults)), ""

    with ThreadPoolExecutor(2) as pool:
        done = list(zip(jobs, pool.map(work, jobs), strict=True))
    for (sample, variant), (recording, text) in done:
        path = sample.transcript_path(variant)
        if recording.news == "written":
            path.write_text(text, encoding="utf-8", newline="\n")
        elif recording.news == "unchanged":
            path.touch()  # newer than its program, since it is what that prints now
        yield recording


def verify(sample: Sample, interpreter: Interpreter, cell: Cell, **options: object) -> list[Fault]:
    """Run `sample` in `cell` and hold it against its header and transcript."""

    def once() -> Result:
        return observe(sample, interpreter, cell, **options)

    return check(sample, cell, once(), once)
