"""Recorded again from nothing, each program gives the bytes that are on record."""

from __future__ import annotations

import datetime
import os
import random

import pytest

from recorder.cell import cell_showing, lacking, observe
from recorder.hold.check import from_nothing
from recorder.hold.masks import HEAD, LIBRARY
from recorder.pythons.interpreters import newest_first
from shelf import ROOT, Sample, samples
from shelf.conditions import Case
from shelf.matrix import recorded
from shelf.support import newest

#: All of them in the long check: LONG=1 make test
LONG = "LONG" in os.environ
#: As many each day, of those that show a traceback and of the others.
SHARE = 8


def traced(sample: Sample, case: Case) -> bool:
    """Whether what is on record shows a traceback."""
    before = sample.transcript(case)
    return before is not None and HEAD in before.text


def picked() -> list[tuple[Sample, Case]]:
    """What to record again: all, or a share that turns with the day."""
    programs = [sample for sample in samples().values() if not sample.timing]
    known = [(sample, case) for sample in programs for case in sample.header.cases]
    if LONG:
        return known
    chance = random.Random(datetime.date.today().toordinal())
    shows = [one for one in known if traced(*one)]
    others = [one for one in known if not traced(*one)]
    return chance.sample(shows, SHARE) + chance.sample(others, SHARE)


@pytest.mark.parametrize(
    ("sample", "case"),
    [pytest.param(*one, id="-".join(filter(None, [one[0].stem, one[1].name]))) for one in picked()],
)
def test_recorded_from_nothing_it_is_the_same(sample: Sample, case: Case) -> None:
    """In another folder, with another home, on the newest Python that shows it, to the byte."""
    here = newest_first()
    if (place := cell_showing(sample, case, here)) is None:
        pytest.skip(lacking(sample) or f"no interpreter here shows it ({case.where.label})")
    interpreter, cell = place
    before = sample.transcript(case)
    assert before is not None
    if traced(sample, case):
        if newest() not in [one.tag for one in here]:
            pytest.skip(f"a traceback is recorded on {newest()}, which is not here")
        releases = {run["python"]: run["version"] for run in recorded(ROOT)["runs"]}
        # the marks below a line belong to a release, too; without a traceback all print the same
        if releases.get(interpreter.tag) != interpreter.version:
            pytest.skip(f"recorded on another {interpreter.tag}, whose tracebacks have other lines")
        of = {release + interpreter.tag[4:] for release in LIBRARY.findall(before.text)}
        assert of <= {interpreter.tag}, f"make record ONLY={sample.stem} shows a newer traceback"
    result = observe(sample, interpreter, cell)
    if result.piped:
        pytest.skip("seen through a pipe, where the lines have no order")

    after = from_nothing(sample, cell, result)

    assert str(after) == str(before), f"make record ONLY={sample.stem} writes other bytes"
