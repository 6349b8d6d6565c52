"""Holds what a run did against what the program says and its transcript.

The code that checks a recording is the code that makes it: both ask `check`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

from packaging.version import Version

from recorder.hold.conduct import conduct, place, repeat, repeatable
from recorder.hold.masks import HEAD, LIBRARY, as_read, masked, same, same_lines
from recorder.run.once import Result
from shelf.conditions import Cell
from shelf.fault import Fault, short_diff
from shelf.sample import Sample
from shelf.support import newest
from shelf.transcript import Command, Transcript


def check(
    sample: Sample, cell: Cell, result: Result, again: Callable[[], Result] | None = None
) -> list[Fault]:
    """All that is wrong with a run of `sample` in `cell`, its transcript included.

    ``again`` runs it once more: where the text is not the recorded one, that
    tells a program that changed from one that never prints the same.
    """
    faults = repeatable(conduct(sample, cell, result), repeat(sample, cell))
    case = sample.header.case(cell)
    recorded = sample.transcript(case)
    path = sample.transcript_path(case).relative_to(sample.root).as_posix()
    where = place(sample, cell)
    if recorded is None:
        faults.append(
            Fault(
                f"there is no transcript {path}",
                where,
                "a page shows only what was recorded",
                f"make record ONLY={sample.stem}, and read what it wrote",
            )
        )
    elif not alike(recorded.text, result):
        if again is not None and (unsteady := steadiness(sample, cell, result, again())):
            return [*faults, *repeatable(unsteady, f"make record ONLY={sample.stem}")]
        diff = short_diff(
            masked(str(recorded)),
            masked(str(Transcript(recorded.command, result.text))),
            (path, "what it printed now"),
        )
        line = "" if result.piped else _first_other_line(recorded.text, result.text)
        faults.append(
            Fault(
                f"prints something else than {path}{line}\n{diff}",
                where,
                f"the reader who runs it sees this, and {_page(sample)} says that",
                f"make record ONLY={sample.stem}, and look at the difference; if the new output"
                " is wrong, mend the program first",
            )
        )
    return faults


def _page(sample: Sample) -> str:
    """The page that shows the program, since who reads a log looks for it."""
    shown = re.compile(rf"(?m)^{re.escape(sample.stem)}(?:\.\w+)?$")
    for path in sorted((sample.root / "docs").rglob("*.md")):
        if shown.search(path.read_text(encoding="utf-8")):
            return path.relative_to(sample.root).as_posix()
    return "the page"


def alike(recorded: str, result: Result) -> bool:
    """Whether a run printed what was recorded, as far as the way that it was watched can tell."""
    return (same_lines if result.piped else same)(recorded, result.text)


def steadiness(sample: Sample, cell: Cell, first: Result, second: Result) -> list[Fault]:
    """What is wrong with two runs of one program: that they did not print the same."""
    if alike(first.text, second):
        return []
    names = ("one run", "the next run")
    diff = short_diff(masked(first.text), masked(second.text), names)
    return [
        Fault(
            f"prints something else each time it runs\n{diff}",
            place(sample, cell),
            "no check can tell a fault from bad luck, and the reader sees a third thing",
            "print what is the same on every run: a sum, a count, results in the order of"
            " submission; or make the order certain with a Barrier or an Event",
        )
    ]


def _first_other_line(recorded: str, seen: str) -> str:
    """Where a transcript first differs, as ":2"; "" where frames of a traceback blur it."""
    if HEAD in recorded or HEAD in seen:
        return ""
    pairs = zip_longest(recorded.split("\n"), seen.split("\n"), fillvalue="")
    return next((f":{number}" for number, pair in enumerate(pairs, 2) if not same(*pair)), "")


def transcript_of(sample: Sample, cell: Cell, result: Result) -> Transcript:
    """What is to be written for a run: the old text where only masked parts changed.

    A traceback is laid out by every release in its own way; it is written as
    the newest has it that shows the case.
    """
    recorded = sample.transcript(sample.header.case(cell))
    if (
        recorded is not None
        and recorded.text == as_read(recorded.text)
        and same(recorded.text, result.text)
        and not _is_older(recorded.text, cell)
    ):
        return recorded
    return from_nothing(sample, cell, result)


def _is_older(text: str, cell: Cell) -> bool:
    """Whether `text` may show a traceback as an older release than that of `cell` has it."""
    here = Version(cell.version).release[:2]
    of = [Version(release).release for release in LIBRARY.findall(text)]
    return (
        HEAD in text
        and cell.gil
        and (here == Version(newest()).release or min(of, default=here) < here)
    )


def from_nothing(sample: Sample, cell: Cell, result: Result) -> Transcript:
    """What is written for a run of which nothing was recorded before.

    Whoever records has folders of their own, which are nobody's business: they
    are written as a reader would see them.
    """
    text = as_read(result.text).replace(f"{Path.home()}{os.sep}", f"~{os.sep}")
    return Transcript(command_for(sample, cell), text)


def command_for(sample: Sample, cell: Cell) -> Command:
    """How `sample` is started in `cell`: by its transcript's first line."""
    case = sample.header.case(cell)
    recorded = sample.transcript(case) or sample.transcript()
    return recorded.command if recorded else Command(sample.path.name)
