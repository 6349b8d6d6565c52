"""Whatever comes of a program on macOS and Windows, its page says that, and no more.

A record is planted with every kind of outcome on both, as the first run anywhere may send it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from shelf import samples
from shelf.conditions import SYSTEM_NAMES
from shelf.ledger import FAILED, PASSED, state
from shelf.matrix import NAME
from tests.made import SUPPORTED, Made, convert, matrix_of, ran, said, write
from theme.registers import pages

#: The Pythons that workflows run on both systems.
TAGS = ("3.15", "3.15t")
FAILS = {"but": ["spawn"], "words": "failed: prints something else\n    -1\n    +<one> & two"}
LACKS = {"but": ["fork", "forkserver", "spawn"], "words": "not run: no wheel of soup"}


def outcomes(system: str) -> dict[str, list[Made]]:
    """What may come of one program on one system: by a word for each."""
    lacks = LACKS if system == "macos" else LACKS | {"but": ["spawn"]}
    return {
        "passes": ran(*TAGS, system=system),
        "differs": ran(*TAGS, system=system, **FAILS),
        "half": ran(TAGS[0], system=system, **FAILS) + ran(TAGS[1], system=system),
        "one": ran(TAGS[0], system=system),
        "lacks": ran(*TAGS, system=system, **lacks),
        "never": [],
    }


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small checkout: a program for each two outcomes, all that passed on Linux."""
    root = tmp_path_factory.mktemp("planted")
    (root / "docs").mkdir()
    settings = f"[tool.parallel]\nsupported = {json.dumps(SUPPORTED)}\n"
    (root / "pyproject.toml").write_text(settings + 'observed = ["macos", "windows"]\n')
    runs = {
        write(root, f"threads/{one}_{other}"): [*ran(*SUPPORTED), *there, *elsewhere]
        for (one, there), (other, elsewhere) in product(
            outcomes("macos").items(), outcomes("windows").items()
        )
    }
    (root / NAME).write_text(json.dumps(matrix_of(runs)))
    fences = "\n".join(f"```sample\n{sample.stem}\n```\n" for sample in runs)
    (root / "docs/page.md").write_text(f"# Page\n\n{fences}")
    return root


@pytest.fixture(scope="module")
def page(planted: Path) -> BeautifulSoup:
    """The page with all of them, built."""
    return convert(planted, (planted / "docs/page.md").read_text())


def on_record(root: Path, stem: str) -> dict[str, set[str]]:
    """What came of a program, by the name of the system: "passed", "failed"."""
    found: dict[str, set[str]] = {name: set() for name in SYSTEM_NAMES.values()}
    for run in json.loads((root / NAME).read_text())["runs"]:
        cells = run["programs"].get(stem, {"cells": {}})["cells"]
        states = {state(words) for words in cells.values()} & {PASSED, FAILED}
        found[SYSTEM_NAMES[run["system"]]] |= states
    return found


def named(words: str) -> set[str]:
    """The systems that some words name."""
    return {name for name in SYSTEM_NAMES.values() if name in words}


def false_claims(figure: Tag, root: Path) -> Iterator[str]:
    """What a figure says of its program that the record does not, or leaves out."""
    stem = figure["id"].replace("-", "/", 1)
    record = on_record(root, stem)
    tried = {system for system, states in record.items() if states}
    marks = [said(mark) for mark in figure.select("summary .mark")]
    tested = next((mark for mark in marks if mark.startswith("✓ Tested")), "")
    if (named(tested) or set(record)) != tried or not tested:
        yield f"{stem}: {tested!r}, run on {sorted(tried)}"
    differs = " ".join(mark for mark in marks if mark.startswith("✗"))
    failed = {system for system, states in record.items() if FAILED in states}
    if named(differs) != failed:
        yield f"{stem}: {differs!r}, failed on {sorted(failed)}"
    rows = [said(row) for row in figure.select("details.runs tr")]
    for system, states in record.items():
        told = {PASSED: "✓ passed", FAILED: "✗ failed: spawn: prints something else"}
        of_it = [row for row in rows if system in row]
        for word, words in told.items():
            if any(words in row for row in of_it) != (word in states):
                yield f"{stem}: {of_it} for {system}, where it {sorted(states)}"
        unfolded = figure.select_one("details.runs pre")
        if FAILED in states and (unfolded is None or unfolded.get_text() != "-1\n+<one> & two"):
            yield f"{stem}: what it printed on {system} is not shown"
    rest = " ".join(said(p) for p in figure.select("details.runs p"))
    absent = re.search(r"Not run: ([^.]|\.(?=\d))*", rest)
    for system in set(record) - tried:
        if system not in (absent[0] if absent else "") and not any(
            system in row and "not run" in row for row in rows
        ):
            yield f"{stem}: nothing says that it was not run on {system}"


def test_each_figure_says_what_the_record_says(page: BeautifulSoup, planted: Path) -> None:
    """Marks, what they unfold to, what was printed there, and what was never run."""
    figures = page.select("figure[id]")

    assert len(figures) == len(samples(planted)) == 36
    assert [claim for figure in figures for claim in false_claims(figure, planted)] == []


@pytest.mark.parametrize(
    ("stem", "find", "instead"),
    [
        ("passes_never", "Tested on Linux and macOS", "Tested"),
        ("never_never", "Tested on Linux", "Tested on Linux and Windows"),
        ("differs_passes", r"✗ Differs on [^<]*", ""),
        ("passes_half", "✗ Differs on Python 3.15 on Windows", "✗ Differs on Python 3.15 on macOS"),
        ("differs_never", r"\+&lt;one&gt;", "+one"),
        ("never_one", "; macOS|macOS; ", ""),
        ("passes_differs", "✗ failed", "✓ passed"),
    ],
)
def test_a_figure_that_says_otherwise_is_seen(
    page: BeautifulSoup, planted: Path, stem: str, find: str, instead: str
) -> None:
    """Planted: a system too many or too few, another one, and other text."""
    figure = str(page.find("figure", id=f"threads-{stem}"))
    spoiled, times = re.subn(find, instead, figure)

    assert times
    assert list(false_claims(BeautifulSoup(spoiled, "html.parser").figure, planted))


def test_the_catalogue_and_the_matrix_say_the_same(page: BeautifulSoup, planted: Path) -> None:
    """The catalogue in the marks of the figures, the matrix cell by cell."""
    made = pages(planted)
    of_figures = sorted(said(mark) for mark in page.select("figure summary .mark"))
    listed = convert(planted, made["programs.md"]).select(".mark")
    assert sorted(said(mark) for mark in listed) == of_figures

    table = convert(planted, made["matrix.md"])
    for stem in samples(planted):
        row = table.find("tr", id=stem.replace("/", "-"))
        names = [said(th) for th in row.parent.tr.find_all("th")[1:]]
        cells = dict(zip(names, (said(td) for td in row.find_all("td")), strict=True))
        for system, states in on_record(planted, stem).items():
            of_it = [text for name, text in cells.items() if name.startswith(system)]
            assert any("✗" in text for text in of_it) == (FAILED in states), (stem, system, of_it)
            assert any("passed" in text for text in of_it) == (PASSED in states), (stem, of_it)
    assert "macOS and Windows are observed" in said(table)
