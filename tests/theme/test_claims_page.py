"""The pages of what is claimed count every sentence, and put to each claim what shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from shelf import ROOT
from tests.checks.pages import answers
from tests.made import convert, lay_out, said
from theme.book.library import Book
from theme.book.sources import Source
from theme.registers import claimed, pages

PAGE = """# Keep it

A queue takes what you give it.
A queue never loses an item, see [another page](other.md).
Nobody else has it.
Every item is counted by [[threads/whole|a program]].
Windows ends them too (by [the documentation](https://docs.python.org/3/), not run here).

| What | Comes |
| --- | --- |
| a lock | never twice |
"""
LEDGER = """[[claim]]
says = "A queue never loses an item, see [another page](other.md)."
test = "tests/test_it.py::test_it"

[[claim]]
says = "Windows ends them too (by [the documentation](https://docs.python.org/3/), not run here)."
docs = "https://docs.python.org/3/"
read = "they are ended"
python = "3.14"
"""


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A small checkout with a page of claims, and the generated pages."""
    root = lay_out(tmp_path)
    for name, text in {
        "docs/threads/keep.md": PAGE,
        "tests/ledger/threads/keep.toml": LEDGER,
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root, pages(root)


def shown(soup: BeautifulSoup) -> dict[str, list[str]]:
    """What stands over the claims of the page "Keep it", and the claims."""
    found: dict[str, list[str]] = {}
    heading = soup.find("h2", id="claims-threads-keep-")
    assert heading is not None
    for part in heading.find_next_siblings():
        if part.name == "h2":
            break
        if part.name == "ul":
            lead = said(part.find_previous_sibling("p"))
            found[" ".join(lead.split()[: 3 if "that" in lead else 2])] = [
                said(item) for item in part.find_all("li")
            ]
    return found


def test_each_claim_stands_with_what_shows_it(made: tuple[Path, dict[str, str]]) -> None:
    """By kind; a table's row is one, links to pages are left out, those to programs kept."""
    root, found = made
    page = convert(root, found["claims/threads.md"])
    documented = "Windows ends them too (by the documentation, not run here). – they are ended"

    assert shown(page) == {
        "A program that": ["Every item is counted by a program."],
        "A test": ["A queue never loses an item, see another page. – tests/test_it.py::test_it"],
        "Only documentation": [f"{documented} (read for 3.14)"],
        "Nobody has": ["Nobody else has it.", "a lock · never twice"],
    }


def test_the_register_counts_each_topic(made: tuple[Path, dict[str, str]]) -> None:
    """Its pages, their claims, and what answers for them; the last row adds them up."""
    root, found = made
    rows = {
        said(row.td): [said(cell) for cell in row.find_all("td")[1:]]
        for row in convert(root, found["claims.md"]).find_all("tr")
        if row.td
    }

    assert rows["threads"][1:] == ["5", "1", "–", "1", "1", "2"]
    for column in range(7):
        *parts, all_of_them = [int(cells[column].replace("–", "0")) for cells in rows.values()]
        assert sum(parts) == all_of_them


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("index.md", "claims-"),
        ("threads/index.md", "claims-threads-"),
        ("threads/keep.md", "claims-threads-keep-"),
    ],
)
def test_the_foot_of_a_page_leads_to_its_claims(path: str, anchor: str) -> None:
    """The template writes the address of a page with dashes."""
    assert claimed.Claimed(Source(path, "# Title\n"), (), {}).anchor == anchor


def test_the_template_knows_the_topics() -> None:
    """Each has a page of its claims; those of all other pages stand on one."""
    template = (ROOT / "theme/site/main.html").read_text(encoding="utf-8")
    (rooms,) = re.findall(r"for room in (\[.*?\])", template)

    assert sorted(json.loads(rooms.replace("'", '"'))) == sorted({*claimed.ORDER} - {claimed.SITE})


def test_the_counts_are_those_of_the_ledger() -> None:
    """The theme and the checks read pages each for themselves, and come to the same."""
    counts = answers.counts(ROOT)

    for one in claimed.every(Book(ROOT)):
        ours, theirs = one.counts, counts[one.source.path]
        assert (ours["Sentences"], ours["Claims"]) == (theirs["sentences"], theirs["claims"])
        assert {kind: ours[kind] for kind in claimed.ANSWERS} == {
            kind: theirs[kind] for kind in claimed.ANSWERS
        }
    assert len(claimed.every(Book(ROOT))) == len(counts)


@pytest.mark.parametrize(
    ("says", "quoted"),
    [
        ("`a | b` | [[threads/whole\\|never]] |", "`a | b` · [[threads/whole|never]]"),
        ("[[threads/whole]] only", "[[threads/whole]] only"),
        (
            "[[threads/whole.x | 1..2 ms]] of all",
            '<span class="measured-fact">1 to 2 ms</span> ([[threads/whole]]) of all',
        ),
        ("[[threads/nothing|none]] and [[threads/nothing.python]]", "`none` and `threads/nothing`"),
        (
            "[a page](../a.md#b), [Python](https://python.org/)",
            "a page, [Python](https://python.org/)",
        ),
    ],
)
def test_a_sentence_is_quoted_on_another_page(tmp_path: Path, says: str, quoted: str) -> None:
    """With links to programs that a page shows, and to what stands elsewhere."""
    root = lay_out(tmp_path)

    assert claimed.quoted(says, Book(root)) == quoted


def test_a_fact_of_a_program_is_told_as_its_page_tells_it() -> None:
    """In a sentence that is put to the reader: words given for it, its Python, its name."""
    library = Book(ROOT)

    assert claimed._named("processes/block_owner.python", library) == (
        "[[processes/block_owner|3.13 and later]]"
    )
    assert claimed._named("threads/tally | it counts", library) == "`it counts`"
    assert claimed._named("processes/block_owner", library) == "[[processes/block_owner]]"
