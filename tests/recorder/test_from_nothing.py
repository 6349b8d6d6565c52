"""Recorded again from nothing, each program gives the bytes that are on record."""

from __future__ import annotations

import datetime
import os
import random
import re

import pytest

from recorder.cell import natural_cell, observe, runs_on
from recorder.hold.check import from_nothing
from recorder.hold.masks import HEAD
from recorder.pythons.interpreters import Interpreter
from shelf import ROOT, Sample, samples
from shelf.matrix import recorded

#: All of them in the long check: LONG=1 make test
LONG = "LONG" in os.environ
#: As many programs each day, of those that show a traceback and of the others.
SHARE = 8


def picked() -> list[Sample]:
    """The programs to record again: all, or a share that turns with the day."""
    known = [sample for sample in samples().values() if not sample.timing]
    if LONG:
        return known
    chance = random.Random(datetime.date.today().toordinal())
    shows = [one for one in known if any(HEAD in t.text for t in one.transcripts().values())]
    return chance.sample(shows, SHARE) + chance.sample(known, SHARE)


@pytest.mark.parametrize("sample", [pytest.param(one, id=one.stem) for one in picked()])
def test_recorded_from_nothing_it_is_the_same(sample: Sample, interpreter: Interpreter) -> None:
    """In another folder, with another home, to the byte."""
    cell = natural_cell(sample.header, interpreter)
    if why := runs_on(sample, interpreter, cell):
        pytest.skip(why)
    before = sample.transcript(sample.header.case(cell))
    assert before is not None
    of = set(re.findall(r"/usr/lib/python(3\.\d+t?)/", before.text))
    releases = {run["python"]: run["version"] for run in recorded(ROOT)["runs"]}
    # the marks below a line belong to a release, too; without a traceback all print the same
    traced = HEAD in before.text
    other = of != {interpreter.tag} if traced else of - {interpreter.tag}
    if other or (traced and releases.get(interpreter.tag) != interpreter.version):
        pytest.skip("recorded on another Python, whose tracebacks have other lines")
    result = observe(sample, interpreter, cell)
    if result.piped:
        pytest.skip("seen through a pipe, where the lines have no order")

    after = from_nothing(sample, cell, result)

    assert str(after) == str(before), f"make record ONLY={sample.stem} writes other bytes"
