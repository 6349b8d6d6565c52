"""The table of departures says what is on record, and unfolds to what came."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import tostring

import pytest
from bs4 import BeautifulSoup

from shelf import ROOT
from shelf.contract import (
    DEPARTS,
    ENGINES,
    HOLDS,
    NAME,
    NOT_ASKED,
    Answer,
    Asked,
    clauses,
    current,
    read,
    write,
)
from tests.made import said
from theme.book.fences import Fence
from theme.book.library import Book
from theme.book.links import Links
from theme.faults import PageError
from theme.parts import departures
from theme.parts.departures import PART
from theme.parts.part import Asked as AskedFor


def checkout(root: Path, *runs: Asked) -> Path:
    """A checkout that holds answers and nothing else."""
    (root / "snippets").mkdir()
    write(runs, root / NAME)
    return root


def run(engine: str, python: str = "3.14", **answers: Answer) -> Asked:
    """All that an engine answered, which is that it holds but for what is said."""
    known = {one.name: one for one in ENGINES}[engine]
    whole = {
        name: replace(answers.get(name, Answer(HOLDS)), of=clause.digest)
        for name, clause in clauses().items()
    }
    return Asked(engine, python, f"{python}.0", "linux", {}, known.digest, whole)


def drawn(root: Path) -> BeautifulSoup:
    """The table, with what passes through in its place."""
    kept: list[str] = []

    def stash(text: str) -> str:
        kept.append(text)
        return f"[{len(kept) - 1}!]"

    html = tostring(departures.draw(Links(Book(root), "index.md"), stash), encoding="unicode")
    for number, text in enumerate(kept):
        html = html.replace(f"[{number}!]", text)
    return BeautifulSoup(html, "html.parser")


def test_what_departs_is_told_in_lines(tmp_path: Path) -> None:
    """A claim from which somebody departs, and below it what came instead; no other claim."""
    gone = Answer(DEPARTS, "its <cause> is lost")
    root = checkout(
        tmp_path,
        run("thread", map_in_chunks=Answer(NOT_ASKED, "sent nothing")),
        run("process-spawn", "3.11", error_keeps_cause=gone),
        run("mpi", error_keeps_cause=gone, map_in_chunks=Answer(DEPARTS, "9 at a time")),
    )
    told = PART.tell(AskedFor(Fence(1, "departures", (), 2), Links(Book(root), "index.md")))

    assert [*told] == [
        "- An exception keeps what it was raised from.",
        "    - processes on 3.11: `its <cause> is lost`",
        "    - MPI on 3.14: `its <cause> is lost`",
        "- `map` sends as many items at a time as chunksize says.",
        "    - MPI on 3.14: `9 at a time`",
    ]


def test_who_departs_from_most_claims_stands_in_a_cell(tmp_path: Path) -> None:
    """Rows by how many depart, engines of one kind in one column, the rest in a list."""
    gone = Answer(DEPARTS, "its <cause> is lost")
    page = drawn(
        checkout(
            tmp_path,
            run("thread", map_in_chunks=Answer(NOT_ASKED, "sent nothing")),
            run("process-fork", error_keeps_cause=gone),
            run("process-spawn", "3.11", error_keeps_cause=gone, map_in_chunks=gone),
            run("mpi", error_keeps_cause=gone),
        )
    )
    rows = [[said(cell) for cell in row.find_all(["th", "td"])] for row in page.find_all("tr")]

    assert rows == [
        ["Claim", "threads", "processes", "MPI"],
        [
            "An exception keeps what it was raised from",
            "✓ holds",
            "✗ departs",
            "✗ departs",
        ],
        [
            "map sends as many items at a time as chunksize says",
            "– is not asked",
            "✗ departs",
            "✓ holds",
        ],
    ]
    first = page.details
    assert first is not None and page.find("a", href=f"#{first['id']}")
    assert "Departs: processes and MPI" in said(first.summary)
    assert [said(item) for item in first.find_all("li")] == [
        "processes (fork) on 3.14; processes (spawn) on 3.11: its <cause> is lost",
        "MPI on 3.14: its <cause> is lost",
    ]
    assert "def error_keeps_cause(ask: Ask)" in first.pre.get_text()
    assert len(page.find_all("li")) == 3 + len(clauses()) - 2


def test_answers_to_other_claims_are_not_drawn(tmp_path: Path) -> None:
    """Where none is left, the page says what helps."""
    old = Asked(**{**vars(run("thread")), "digest": "0"})
    with pytest.raises(PageError, match="make contract"):
        drawn(checkout(tmp_path, old))


def test_all_that_is_on_record_is_drawn() -> None:
    """Each departure of the record stands in its claim's list, in its words."""
    runs, page = current(read()), drawn(ROOT)
    for one in runs:
        for name, answer in one.answers.items():
            if answer.came == DEPARTS:
                told = page.find(id=f"claim-{name.replace('_', '-')}")
                assert told is not None and " ".join(answer.said.split()) in said(told)
