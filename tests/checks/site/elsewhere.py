"""What figures say of systems and Pythons, held to the record: no more than it, and no less.

python -m tests.checks.site.elsewhere SITE MATRIX [ROOT] reads every page of a built site.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from shelf import ROOT, samples
from shelf.conditions import SYSTEM_NAMES
from shelf.ledger import FAILED, PASSED, Matrix, current, state

#: What came of a program: by the name of the system, its states and what its failed cells say.
Came = dict[str, tuple[set[str], list[str]]]


def on_record(matrix: Matrix, stem: str) -> Came:
    """What came of a program on each system."""
    found: Came = {name: (set(), []) for name in SYSTEM_NAMES.values()}
    for run in matrix["runs"]:
        cells = run["programs"].get(stem, {"cells": {}})["cells"]
        states, failures = found[SYSTEM_NAMES[run["system"]]]
        states |= {state(words) for words in cells.values()} & {PASSED, FAILED}
        failures += [words for words in cells.values() if state(words) == FAILED]
    return found


def said(tag: Tag) -> str:
    """What an element says, on one line."""
    return " ".join(tag.get_text().split())


def named(words: str) -> set[str]:
    """The systems that some words name."""
    return {name for name in SYSTEM_NAMES.values() if name in words}


def false_claims(figure: Tag, matrix: Matrix, meant: set[str]) -> Iterator[str]:
    """What a figure says of its program that the record does not, or leaves out.

    `meant` are the names of the systems that the program is for.
    """
    stem = str(figure["id"]).replace("-", "/", 1)
    record = on_record(matrix, stem)
    tried = {system for system, (states, _) in record.items() if states}
    marks = [said(mark) for mark in figure.select("summary .mark")]
    tested = next((m for m in marks if m.startswith(("✓ Tested", "Breaks as shown"))), "")
    # what a header excludes is not run there, and only a stand-in of a rehearsal sends it
    if tried and ((named(tested) or meant) != tried & meant or not tested):
        yield f"{stem}: {tested!r}, run on {sorted(tried)}"
    if bool(tried) == ("Not run yet" in marks):
        yield f"{stem}: {marks}, run on {sorted(tried)}"
    differs = " ".join(mark for mark in marks if mark.startswith("✗ Differs"))
    failed = {system for system, (states, _) in record.items() if FAILED in states}
    if named(differs) != failed:
        yield f"{stem}: {differs!r}, failed on {sorted(failed)}"
    rows = [said(row) for row in figure.select("details.runs tr")]
    unfolded = [pre.get_text() for pre in figure.select("details.runs pre")]
    for system, (states, failures) in record.items():
        of_it = [row for row in rows if system in row]
        for word, sign in {PASSED: "✓ passed", FAILED: "✗ failed"}.items():
            if any(sign in row for row in of_it) != (word in states):
                yield f"{stem}: {of_it} for {system}, where it {sorted(states)}"
        for words in failures:
            first, _, seen = words.removeprefix(f"{FAILED}: ").partition("\n")
            if not any(" ".join(first.split()) in row for row in of_it):
                yield f"{stem}: nothing says why it failed on {system}: {first}"
            if seen and textwrap.dedent(seen) not in unfolded:
                yield f"{stem}: what it printed on {system} is not shown"
    rest = " ".join(said(p) for p in figure.select("details.runs p"))
    absent = re.search(r"Not run: ([^.]|\.(?=\d))*", rest)
    for system in meant - tried if tried else set():
        if system not in (absent[0] if absent else "") and not any(
            system in row and "not run" in row for row in rows
        ):
            yield f"{stem}: nothing says that it was not run on {system}"


def false_pages(site: Path, matrix: Matrix, root: Path = ROOT) -> Iterator[str]:
    """The same of each figure of each page of a built site, then of what lists them all."""
    known = samples(root)
    matrix = current(matrix, known)
    figures = 0
    for page in sorted(site.rglob("*.html")):
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for figure in soup.select("figure[id]"):
            sample = known.get(str(figure["id"]).replace("-", "/", 1))
            if sample is not None and figure.select("details.runs"):
                figures += 1
                meant = {SYSTEM_NAMES[s] for s in sample.header.requires.systems or SYSTEM_NAMES}
                yield from (
                    f"{page.relative_to(site)}: {claim}"
                    for claim in false_claims(figure, matrix, meant)
                )
    if not figures:
        yield "no figure was found"
    table = BeautifulSoup((site / "matrix" / "index.html").read_text("utf-8"), "html.parser")
    yield from false_rows(table, matrix, list(known))


def false_rows(table: Tag, matrix: Matrix, stems: list[str]) -> Iterator[str]:
    """What the matrix page says of a program on a system that the record does not."""
    systems = {SYSTEM_NAMES[run["system"]] for run in matrix["runs"]}
    for stem in stems:
        row = table.find("tr", id=stem.replace("/", "-"))
        if not isinstance(row, Tag) or row.parent is None:
            yield f"{stem}: it has no row in the matrix"
            continue
        head = row.parent.find("tr")
        assert isinstance(head, Tag)
        names = [said(th) for th in head.find_all("th")[1:]]
        cells = list(zip(names, (said(td) for td in row.find_all("td")), strict=True))
        for system, (states, _) in on_record(matrix, stem).items():
            of_it = [text for name, text in cells if name.startswith(system) or len(systems) < 2]
            if system not in systems:
                if any(name.startswith(system) for name, _ in cells):
                    yield f"{stem}: the matrix has a column of {system}, where nothing was run"
                continue
            for sign, word in (("✗", FAILED), ("passed", PASSED)):
                # a cell that failed under one start method does not say that others passed
                if any(sign in text for text in of_it) != (word in states) and not (
                    word == PASSED and FAILED in states
                ):
                    yield f"{stem}: the matrix says {of_it} of {system}, where it {sorted(states)}"


if __name__ == "__main__":
    record = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    wrong = list(false_pages(Path(sys.argv[1]), record, *map(Path, sys.argv[3:])))
    print("\n".join(wrong) or "every figure says what the record says")
    sys.exit(bool(wrong))
