"""Sentences are told from marks, and an entry of the ledger is whole or told."""

from __future__ import annotations

from pathlib import Path

import pytest

from shelf.claims import ClaimsError, Entry, Figure, entries, names, read, said


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("  It waits   twice. ", "It waits twice."),
        ("- It waits.", "It waits."),
        ("12. It waits.", "It waits."),
        (": > * It waits.", "It waits."),
        ("| a | b |", "a | b |"),
        ("-5 is less.", "-5 is less."),
        ("3.14 is later.", "3.14 is later."),
        *(("", ""), ("---", ""), ("|---|:-:|", ""), ("- ", ""), (" | ", "")),
    ],
)
def test_a_sentence_is_a_line_without_its_mark(line: str, sentence: str) -> None:
    assert said(line) == sentence


PAGE = """\
It never waits.
# It never does
`a.put` never waits.
`get` never waits.
It waits.
The timeline never ends.

# Other
`put` never waits.
[[threads/tally]] never waits.
Call `never()` once.
---
It always ends.\
"""


def test_a_figure_answers_in_its_own_section() -> None:
    """From its heading to the line before the next; headings claim nothing."""
    found = list(read(PAGE.split("\n"), [Figure(2, {"put", "tally"})]))

    assert [(one.line, one.claims, one.shown) for one in found] == [
        *((1, True, False), (3, True, True), (4, True, False), (5, False, False)),
        *((6, True, True), (9, True, False), (10, True, True), (11, False, False)),
        (13, True, False),
    ]
    assert found[1].says == "`a.put` never waits."
    for line, shown in ((7, [3, 6, 10]), (8, [9, 10]), (13, [9, 10]), (1, [10])):
        told = read(PAGE.split("\n"), [Figure(line, {"put"})])
        assert [one.line for one in told if one.shown] == shown


def test_above_the_first_heading_is_a_section_too() -> None:
    lines = ["The chart never ends.", "`a` never ends.", "`run` never ends."]

    assert [one.shown for one in read(lines, [Figure(1, {"run"})])] == [True, False, True]
    assert [one.shown for one in read(lines, [])] == [False] * 3


@pytest.mark.parametrize(
    "sentence",
    [
        *("The right program never ends.", "This program never ends.", "Never: the last line."),
        *("THE OUTPUT never ends.", "The broken one never ends.", "A chart never ends."),
    ],
)
def test_a_sentence_may_speak_of_its_figure(sentence: str) -> None:
    (told,) = read([sentence], [Figure(1, set())])

    assert told.claims and told.shown


def test_code_marks_claim_nothing() -> None:
    """A word in them is a name; what it parts stays parted."""
    found = read(["Call ``any`` of it.", "Put it no`x`w.", "It has none."], [])

    assert [one.claims for one in found] == [False, True, True]


def test_the_names_of_a_fence_are_those_of_its_programs() -> None:
    """Of each that it names, on a line of its own."""
    texts = {"threads/a": "import queue\nq = 1", "threads/b": "def bake(): ..."}
    fence = "```pair\nthreads/a\n  threads/b 3\noverlap: threads/c\n```"

    assert names(fence, lambda stem: texts.get(stem, stem)) == {"import", "queue", "def", "bake"}


ENTRY = '[[claim]]\nsays = "It never waits."\n'


def ledger(root: Path, text: str, page: str = "threads/page") -> Path:
    """A checkout with a file of the ledger."""
    path = root / "tests/ledger" / f"{page}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return root


def test_entries_are_read_with_their_lines(tmp_path: Path) -> None:
    """From every file, in order."""
    ledger(
        tmp_path,
        f'# comment\n\n{ENTRY}test = "tests/a.py::test_b"\n\n {ENTRY}'
        'docs = "https://a.org"\nread = "it does"\npython = "3.14"\n',
    )
    ledger(tmp_path, f'{ENTRY}program = "threads/a"\n', "index")
    for page in ("threads/d", "threads/b", "threads/c", "threads/a"):
        ledger(tmp_path, f'{ENTRY}test = "{page}"\n', page)
    ledger(tmp_path, "", "threads/none")
    found = entries(tmp_path)
    file = Path("tests/ledger/threads/page.toml")

    assert found == [
        Entry(Path("tests/ledger/index.toml"), 1, "It never waits.", "program", "threads/a"),
        *(
            Entry(Path(f"tests/ledger/{page}.toml"), 1, "It never waits.", "test", page)
            for page in ("threads/a", "threads/b", "threads/c", "threads/d")
        ),
        Entry(file, 3, "It never waits.", "test", "tests/a.py::test_b"),
        Entry(file, 7, "It never waits.", "docs", "https://a.org", "it does", "3.14"),
    ]
    assert [entry.page for entry in found[-2:]] == ["threads/page.md", "threads/page.md"]
    assert found[0].page == "index.md"


@pytest.mark.parametrize(
    "text",
    [
        ENTRY,
        ENTRY + 'test = "a"\nprogram = "b"\n',
        ENTRY + 'test = "a"\nwhy = "b"\n',
        '[[claim]]\ntest = "a"\n',
    ],
    ids=["no evidence", "two kinds", "another key", "no sentence"],
)
def test_an_entry_that_is_not_whole_is_told(tmp_path: Path, text: str) -> None:
    """With its line, and what it has to have."""
    says = r"^tests.ledger.threads.page.toml:2: an entry that is none; it has says, and one of \("
    with pytest.raises(ClaimsError, match=says):
        entries(ledger(tmp_path, f"\n{text}"))


def test_an_entry_that_is_not_headed_as_one_is_never_passed_over(tmp_path: Path) -> None:
    """Its line would be that of another."""
    with pytest.raises(ValueError, match=r"shorter|longer"):
        entries(ledger(tmp_path, '[[ claim ]]\nsays = "a"\ntest = "b"\n'))
