"""The record of who notices that a program is another one: ``snippets/mutants.json``.

It has the form of the trials: for each Python the programs, each with a digest
of its file, the date and what was done.  What was done is written down
operator by operator, with who noticed the mutants and their places::

    "with": {"output": "24, 31", "use": "24.2"}

A place is the line, and ".2" for a second mutant that the operator makes of
it.  ``survived`` has those that nobody noticed, each with its operator, its
place, the text that was there and what was put instead.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from shelf.sample import ROOT, Sample
from shelf.trials import Trials, current, read

NAME = "snippets/mutants.json"
#: Who stands in the record for a mutant that nobody noticed.
NOBODY = "nobody"
#: One that nobody noticed: operator, place, what was there, what is there now.
Survivor = tuple[str, str, str, str]


def counts(entry: Trials) -> dict[str, Counter[str]]:
    """For each operator, how many mutants who noticed."""
    return {
        operator: Counter({who: len(places.split(", ")) for who, places in did.items()})
        for operator, did in entry["did"].items()
    }


def noticed(entry: Trials) -> dict[tuple[str, str], str]:
    """Who noticed which, by operator and place."""
    return {
        (operator, place): who
        for operator, did in entry["did"].items()
        for who, places in did.items()
        for place in places.split(", ")
        if who != NOBODY
    }


def survivors(entry: Trials) -> list[Survivor]:
    """Those that nobody noticed."""
    return [(one[0], one[1], one[2], one[3]) for one in entry["survived"]]


def entries(root: Path, known: dict[str, Sample]) -> dict[str, tuple[str, Trials]]:
    """What is on record of each program as it is now, by stem, with its Python."""
    record = read(root / NAME)
    found = {}
    for stem, sample in known.items():
        for tag, entry in current(record, sample).items():
            found[stem] = tag, entry
    return found


__all__ = ["NAME", "NOBODY", "ROOT", "Survivor", "counts", "entries", "noticed", "survivors"]
