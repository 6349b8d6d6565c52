"""The record of what was done to each program, and how it ended: ``snippets/trials.json``.

It has the form of the matrix: for each Python the programs, each with a
digest of its file, the date and what was done.  What was done is written
down place by place, so that nothing is claimed that was not done::

    "error": {"ended": "main 24 spawn, process 11 fork"}

A place is who came by ("main", "thread", "process", "interpreter"), the line
of the file, and the start method where the program has processes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shelf.deeds import DEEDS, FAMILIES
from shelf.ledger import MatrixError
from shelf.ledger import write as write_ledger
from shelf.sample import ROOT, Sample

NAME = "snippets/trials.json"
#: What helps where it cannot be read.
AGAIN = "remove it, then make use"

#: How a trial may come out.  All but the first two are faults.
ENDED, SPARED = "ended", "spared"
HUNG, LEFT, SILENT, STATUS, OTHER = "hung", "left", "silent", "status", "other"
#: The place was not reached, or no process was idle: nothing was done there.
UNREACHED = "unreached"
#: Neither items nor workers were found in it, and its header names none.
UNFOUND = "unfound"
#: Given up, since enough of the same kind had hung.
UNTRIED = "untried"
FAULTS = (HUNG, LEFT, SILENT, STATUS, OTHER)
#: Which Pythons a record has to be there for.
ON = ("3.11", "3.14", "3.14t", "3.15")

Trials = dict[str, Any]


def digest(sample: Sample) -> str:
    """Names the state of a program, in 16 hexadecimal digits."""
    return hashlib.sha256(sample.source.encode()).hexdigest()[:16]


def concerned(sample: Sample) -> bool:
    """Whether a program is put to trial: each that somebody might start work from."""
    return not sample.broken and not sample.timing


def read(path: Path = ROOT / NAME) -> Trials:
    """The record at `path`; an empty one where there is no file."""
    try:
        trials = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"schema": 1, "runs": [], "news": []}
    except ValueError as error:
        raise MatrixError(f"not JSON ({error})", where=path, cure=AGAIN) from None
    if not isinstance(trials, dict) or trials.get("schema") != 1:
        raise MatrixError("not a record of schema 1", where=path, cure=AGAIN)
    return trials


def update(path: Path, fresh: list[Trials], known: dict[str, Sample]) -> Trials:
    """Put fresh runs into the file at `path`; what belongs to a changed program goes."""
    runs = {(run["system"], run["python"]): run for run in read(path)["runs"]}
    for run in (run for one in fresh for run in one["runs"]):
        key = run["system"], run["python"]
        old = runs.get(key, run)
        runs[key] = {**run, "programs": {**old["programs"], **run["programs"]}}
    sums = {stem: digest(sample) for stem, sample in known.items()}
    trials: Trials = {
        "schema": 1,
        "runs": [
            {
                **run,
                "programs": {
                    stem: entry
                    for stem, entry in run["programs"].items()
                    if sums.get(stem) == entry["digest"]
                },
            }
            for run in runs.values()
        ],
        "news": [],
    }
    write_ledger(trials, path)
    return trials


def current(trials: Trials, sample: Sample) -> dict[str, Trials]:
    """What was done to `sample` as it is now, by the tag of the Python."""
    sum_ = digest(sample)
    found = {run["python"]: run["programs"].get(sample.stem) for run in trials["runs"]}
    return {tag: entry for tag, entry in found.items() if entry and entry["digest"] == sum_}


def counts(entry: Trials) -> dict[tuple[str, str], int]:
    """How many trials of each deed came out how."""
    found: dict[tuple[str, str], int] = {}
    for deed in DEEDS:
        for outcome, places in entry["did"].get(deed, {}).items():
            found[deed, outcome] = 1 if outcome == SPARED else len(places.split(", "))
    return found


@dataclass(frozen=True)
class Taken:
    """How a program, as it is now, took what was done to it.

    ``pythons`` are those of the record, ``done`` how many trials ended well,
    ``well`` the families of deeds that it took well wherever they were done,
    ``spared`` the reasons that its header gives, by deed, and ``faults`` what
    it did not take, by Python.
    """

    pythons: tuple[str, ...]
    date: str
    done: int
    well: tuple[str, ...]
    spared: dict[str, str]
    faults: dict[str, dict[str, str]]


def taken(trials: Trials, sample: Sample) -> Taken:
    """What is on record of the trials of `sample`."""
    entries = current(trials, sample)
    good: set[str] = set()
    bad: set[str] = set()
    spared: dict[str, str] = {}
    faults: dict[str, dict[str, str]] = {}
    for tag, entry in entries.items():
        for name, outcomes in entry["did"].items():
            family = DEEDS[name].family
            if SPARED in outcomes:
                spared[name] = outcomes[SPARED]
            if ENDED in outcomes:
                good.add(family)
            for outcome, places in outcomes.items():
                if outcome in FAULTS or outcome == UNTRIED:
                    bad.add(family)
                    faults.setdefault(tag, {})[f"{name} {outcome}"] = places
    done = [
        number
        for entry in entries.values()
        for key, number in counts(entry).items()
        if key[1] == ENDED
    ]
    return Taken(
        tuple(entries),
        max((entry["date"] for entry in entries.values()), default=""),
        sum(done),
        tuple(family for family in FAMILIES if family in good - bad),
        spared,
        faults,
    )
