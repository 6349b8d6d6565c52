"""What is on record, held against other records: each case has run, and wrong is not right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path

from packaging.version import Version

from shelf import Case, Sample, Wrong, samples, supported
from shelf.conditions import START_METHODS, SYSTEMS, Cell
from shelf.fault import Fault
from shelf.ledger import PASSED, MatrixError, current
from shelf.matrix import NAME, recorded

#: Cases that no interpreter of the matrix meets, and who has seen them all the same.
SEEN_ELSEWHERE = {
    "processes/crash_overlooked_broken.older": (
        "needs a 3.11 before 3.11.6; Debian 12 has 3.11.2: make test PYTHON=/usr/bin/python3"
    ),
    "processes/no_guard_broken.older": (
        "needs a 3.11 before 3.11.5; Debian 12 has 3.11.2: make test PYTHON=/usr/bin/python3"
    ),
}


def readable(root: Path) -> dict[str, Sample]:
    """The programs whose header and transcripts can be read; of the others, others tell."""
    found = {}
    for stem, sample in samples(root).items():
        with suppress(Wrong):
            sample.transcripts()
            found[stem] = sample
    return found


def full_name(sample: Sample, case: Case) -> str:
    """How a case is called: "threads/starved.no_gil", the usual one as the program."""
    return sample.stem + case.ending


# Every case was seen


def every_case_has_run(root: Path) -> list[Fault]:
    """Each transcript, the usual one and each variant's, was printed by a run on record."""
    known = readable(root)
    try:
        seen = shown(root, known)
        run = {stem for one in current(recorded(root), known)["runs"] for stem in one["programs"]}
    except MatrixError:
        return []  # matrix_is_whole says so
    return [
        Fault(
            f"{NAME} holds no passed run that shows {sample.transcript_path(case).name}",
            f"snippets/{sample.stem}.py:1",
            "what no run has printed somebody has made up, and no check can tell",
            f"{_widen(sample, case)}; then: make matrix ONLY={sample.stem}",
        )
        for sample in known.values()
        if sample.stem in run  # else was_run says so
        for case in sample.header.cases
        if full_name(sample, case) not in seen | SEEN_ELSEWHERE.keys()
    ]


def _widen(sample: Sample, case: Case) -> str:
    if case.name:
        return f"remove the variant {case.name}, or give the matrix a Python that it fits"
    if sample.header.variants:
        return "leave to the usual case a Python of the matrix, or remove a variant"
    return "give the matrix a Python and a system that its header allows"


def shown(root: Path, known: dict[str, Sample]) -> set[str]:
    """The full names of the cases that a passed cell of the matrix shows."""
    return {
        full_name(known[stem], known[stem].header.case(cell))
        for run in current(recorded(root), known)["runs"]
        for stem, entry in run["programs"].items()
        for method, words in entry["cells"].items()
        if words == PASSED
        for cell in [Cell(run["version"], run["gil"], method, run["system"])]
    }


# What is wrong differs from what is right


def wrong_differs_from_right(root: Path) -> list[Fault]:
    """Wherever both run, a broken program ends or prints otherwise than its right neighbour.

    A variant that says expect = "ok" may be a place where it happens to work,
    as long as the usual case goes wrong.
    """
    known = readable(root)
    faults = []
    for wrong in known.values():
        if not wrong.broken or wrong.neighbour not in known:
            continue
        right = known[wrong.neighbour]
        for one, other in sorted(_together(wrong, right, root), key=str):
            if _outcome(wrong, one) != _outcome(right, other) or not _outcome(wrong, one):
                continue
            if one.name and one.expectation.outcome == "ok":
                continue  # it may work here; the usual case is held to account by itself
            faults.append(
                Fault(
                    f"{full_name(wrong, one)} does what {full_name(right, other)} does:"
                    " the same end, the same output",
                    f"snippets/{wrong.stem}.py:1",
                    "a program that is called broken has to go wrong before the reader's eyes",
                    f"make {wrong.stem} go wrong again, then: make record ONLY={wrong.stem}",
                )
            )
    return faults


def _outcome(sample: Sample, case: Case) -> tuple[str, ...]:
    """How a case ends and what it prints; empty if nothing was recorded."""
    transcript = sample.transcript(case)
    end = case.expectation
    return (end.outcome, end.error, end.signal, transcript.text) if transcript else ()


def _together(wrong: Sample, right: Sample, root: Path) -> list[tuple[Case, Case]]:
    """The pairs of cases that some cell shows of both programs."""
    pairs: dict[tuple[str, str], tuple[Case, Case]] = {}
    for cell in _cells((wrong, right), root):
        if all(sample.header.requires.fits(cell) for sample in (wrong, right)):
            one, other = wrong.header.case(cell), right.header.case(cell)
            pairs[one.name, other.name] = one, other
    return list(pairs.values()) or [(wrong.header.cases[0], right.header.cases[0])]


def _cells(programs: tuple[Sample, ...], root: Path) -> Iterator[Cell]:
    """Cells on both sides of every border that a header draws."""
    conditions = [
        condition
        for sample in programs
        for condition in (sample.header.requires, *(v.where for v in sample.header.variants))
    ]
    minors = [tag for tag in supported(root) if not tag.endswith("t")]
    versions = {f"{minor}.{patch}" for minor in minors for patch in (0, 99)}
    for condition in conditions:
        for border in re.findall(r"\d+\.\d+(?:\.\d+)?", condition.python):
            versions.add(str(Version(border)))
    for version, gil, method, system in product(
        sorted(versions), (True, False), START_METHODS, SYSTEMS
    ):
        yield Cell(version, gil, method, system)


CHECKS = (every_case_has_run, wrong_differs_from_right)
