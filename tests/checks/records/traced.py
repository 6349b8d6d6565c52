"""Traces: each belongs to a program as it is, is drawn on a page, and is true of every run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from recorder.cell import cell_showing, runs_in
from recorder.pythons.interpreters import Interpreter
from recorder.write.trace import watch
from shelf import Sample, Wrong, samples
from shelf.conditions import Cell
from shelf.fault import Fault
from shelf.shape import wrong
from shelf.trace import ENDING, TraceError, path_of, recorded
from shelf.words import nearest
from tests.checks.pages.markdown import Page, pages
from theme.book.library import Book
from theme.parts.timeline import Panel, read


@dataclass(frozen=True)
class Drawn:
    """One trace that a page draws: where, and what it claims."""

    page: Page
    line: int
    panel: Panel

    @property
    def stem(self) -> str:
        """The program that was traced."""
        return self.panel.sample.stem

    @property
    def name(self) -> str:
        """The trace's file without its ending, below snippets/."""
        path = path_of(self.panel.sample, self.panel.case)
        return path.relative_to(self.page.root / "snippets").as_posix().removesuffix(ENDING)

    def at(self, within: int) -> str:
        """How a message names a line of the fence."""
        return self.page.at(self.line + within)


def drawn(root: Path) -> Iterator[Drawn]:
    """Every trace that a page draws; a fence that cannot be read is for the page's check."""
    library = Book(root)
    for page in pages(root):
        for fence in page.fences:
            if fence.language == "timeline":
                with suppress(Wrong):
                    panels, _ = read(fence.text.split("\n"), library)
                    yield from (Drawn(page, fence.line, panel) for panel in panels)


# On record


def traces_are_fresh(root: Path) -> list[Fault]:
    """Every trace is of its program as it is now."""
    faults = []
    for sample in samples(root).values():
        with suppress(Wrong):
            for case in sample.header.cases:
                if not path_of(sample, case).is_file():
                    continue
                try:
                    recorded(sample, case)
                except TraceError as error:
                    faults.append(
                        Fault(
                            error.what,
                            f"snippets/{sample.stem}.py:1",
                            "a picture of another program misleads whoever reads this one",
                            f"{error.cure}, and look at the difference",
                        )
                    )
    return faults


def traces_are_drawn(root: Path) -> list[Fault]:
    """Every trace of snippets/ stands on a page, and belongs to a case of its program."""
    named = {one.name for one in drawn(root)}
    faults = []
    for path in sorted((root / "snippets").glob(f"*/*{ENDING}")):
        name = path.relative_to(root / "snippets").as_posix().removesuffix(ENDING)
        if name not in named:
            faults.append(
                Fault(
                    f"no page draws the trace {name}{nearest(name, sorted(named))}",
                    f"snippets/{path.relative_to(root / 'snippets').as_posix()}:1",
                    "a picture that nobody sees is only work to keep",
                    f"draw it in a timeline fence that names {name}; or remove it",
                )
            )
    return faults


CHECKS = (traces_are_fresh, traces_are_drawn)


# In a fresh run


def showing(panel: Panel, interpreter: Interpreter, start_method: str) -> Cell | None:
    """Where a run on `interpreter` shows the case of `panel`, None if it nowhere does."""
    sample = panel.sample
    if not start_method:
        found = cell_showing(sample, panel.case, [interpreter])
        return found[1] if found else None
    cell = interpreter.cell(start_method)
    fits = not runs_in(sample, cell) and sample.header.case(cell) == panel.case
    return cell if fits else None


def holds_of(one: Drawn, interpreter: Interpreter, cell: Cell) -> list[Fault]:
    """What a run under watch does otherwise than the page says."""
    sample: Sample = one.panel.sample
    trace, faults = watch(sample, interpreter, cell)
    if faults:
        return faults
    return [
        Fault(
            f"a fresh trace of {sample.stem} does not show {claim.line!r}: {seen}",
            f"{one.at(line)} on Python {cell.version}, {cell.start_method}",
            "the reader's own run would not do what the page says of it",
            "make the program's order certain with a Barrier or an Event, or leave the claim out",
        )
        for line, claim in one.panel.claims
        if (seen := wrong(claim, trace))
    ]
