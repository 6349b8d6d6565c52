"""Whatever comes of a program on macOS and Windows, its page says that, and no more.

A record is planted with every kind of outcome on both, as the first run anywhere may send it.
"""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from shelf import samples
from shelf.conditions import SYSTEM_NAMES
from shelf.matrix import NAME
from shelf.sample import BROKEN
from tests.checks.site.elsewhere import false_claims, false_rows
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
        write(root, f"threads/{one}_{other}{ending}"): [*ran(*SUPPORTED), *there, *elsewhere]
        for (one, there), (other, elsewhere), ending in product(
            outcomes("macos").items(), outcomes("windows").items(), ("", BROKEN)
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


def wrong(figure: Tag, root: Path) -> list[str]:
    """What it says that the record of that checkout does not; each program is for all systems."""
    matrix = json.loads((root / NAME).read_text())
    return list(false_claims(figure, matrix, set(SYSTEM_NAMES.values())))


def test_each_figure_says_what_the_record_says(page: BeautifulSoup, planted: Path) -> None:
    """Marks, what they unfold to, what was printed there, and what was never run."""
    figures = page.select("figure[id]")

    assert len(figures) == len(samples(planted)) == 72
    assert [claim for figure in figures for claim in wrong(figure, planted)] == []


@pytest.mark.parametrize(
    ("stem", "find", "instead"),
    [
        ("passes_never", "Tested on Linux and macOS", "Tested"),
        ("never_never", "Tested on Linux", "Tested on Linux and Windows"),
        ("differs_passes", r"✗ Differs on [^<]*", ""),
        ("passes_half", "✗ Differs on Python 3.15 on Windows", "✗ Differs on Python 3.15 on macOS"),
        ("differs_never", r"\+&lt;one&gt;", "+one"),
        ("never_one", "; macOS|macOS; ", ""),
        ("never_never_broken", "Breaks as shown on Linux", "Breaks as shown"),
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
    assert wrong(BeautifulSoup(spoiled, "html.parser").figure, planted)


def test_the_catalogue_and_the_matrix_say_the_same(page: BeautifulSoup, planted: Path) -> None:
    """The catalogue in the marks of the figures, the matrix cell by cell."""
    made = pages(planted)
    of_figures = sorted(said(mark) for mark in page.select("figure summary .mark"))
    listed = convert(planted, made["programs.md"]).select(".mark")
    runs = [said(mark) for mark in listed if "mark-broken" not in mark["class"]]
    assert sorted(runs) == of_figures

    table = convert(planted, made["matrix.md"])
    matrix = json.loads((planted / NAME).read_text())
    assert list(false_rows(table, matrix, list(samples(planted)))) == []
    assert "macOS and Windows are observed" in said(table)
