"""A first publication, whatever macOS and Windows send, ends in pages that say what came.

The same kinds are planted as in .ci/workflows.py, which runs the whole workflow for each;
here the cells are merged, and a page is drawn of what is then on record.
"""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest

from recorder import commands
from recorder.__main__ import main
from shelf import ROOT, samples
from shelf.conditions import SYSTEM_NAMES
from shelf.matrix import NAME
from tests.checks.site.elsewhere import false_claims, false_rows, said
from tests.made import SUPPORTED, convert, matrix_of, ran, write
from theme.registers import pages

PLANT = runpy.run_path(str(ROOT / ".ci" / "stand-ins" / "elsewhere.py"))
OBSERVED = ["macos", "windows", "3.15t"]
STEMS = ("threads/lost_update", "threads/lost_update_broken", "processes/other")
#: By kind: files that are left out, the marks of the program that differs, and what the
#: matrix page says was not run.
BOTH = "Python 3.11 to 3.14 and 3.14t on macOS and Windows"
EVERY = "Every supported Python"
ENDS = {
    "passes": (0, f"✓ Tested | {EVERY}", BOTH),
    "differs": (0, f"✓ Tested | ✗ Differs on Python 3.15 on Windows | {EVERY}", BOTH),
    "fails": (0, f"✓ Tested | ✗ Differs on Windows | {EVERY}", BOTH),
    "absent": (0, f"✓ Tested on Linux | {EVERY}", "macOS; Windows"),
    "broken": (4, f"✓ Tested on Linux | {EVERY}", "macOS; Windows"),
    "no-file": (
        0,
        f"✓ Tested | {EVERY}",
        "Python 3.11 to 3.14, 3.14t and 3.15t on macOS; Python 3.11 to 3.15 and 3.14t on Windows",
    ),
    "mixed": (
        1,
        f"✓ Tested | ✗ Differs on Windows | {EVERY}",
        "Python 3.11 to 3.14, 3.14t and 3.15t on macOS and Windows",
    ),
}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout whose programs passed on Linux, and in which cells are merged."""
    settings = f"[tool.parallel]\nsupported = {json.dumps(SUPPORTED)}\n"
    (tmp_path / "pyproject.toml").write_text(f"{settings}observed = {json.dumps(OBSERVED)}\n")
    made = {write(tmp_path, stem): ran(*SUPPORTED) for stem in STEMS}
    (tmp_path / NAME).write_text(json.dumps(matrix_of(made)))
    (tmp_path / "docs").mkdir()
    fences = "\n".join(f"```sample\n{stem}\n```\n" for stem in STEMS)
    (tmp_path / "docs/page.md").write_text(f"# Page\n\n{fences}")
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    monkeypatch.setattr(commands, "samples", lambda: samples(tmp_path))
    monkeypatch.setattr(commands, "supported", lambda: list(SUPPORTED))
    monkeypatch.setattr(commands, "observed", lambda: OBSERVED)
    return tmp_path


def merged(root: Path, kind: str, *, less: str = "") -> int:
    """Plant what came, less one of Linux, and merge it as the workflow does."""
    came = root / "all"
    record = json.loads((root / NAME).read_text())
    PLANT["plant"](kind, came, record)
    for run in record["runs"]:
        file = came / f"cells-ubuntu-24.04-{run['python']}" / "cells.json"
        file.parent.mkdir(parents=True)
        sent = json.dumps({"schema": 1, "runs": [run], "news": []})
        file.write_text(sent[:40] if run["python"] == less else sent)
    files = sorted(map(str, came.glob("cells-*/cells.json")))
    return main(["merge", "--whole", "--ran", str(root / "ran.json"), *files])


def test_every_kind_is_planted_here_too() -> None:
    assert set(ENDS) == set(PLANT["KINDS"])


@pytest.mark.parametrize("kind", ENDS)
def test_it_is_published_and_its_pages_say_what_came(
    checkout: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    """Nothing that is only observed stops it, and nothing is said that did not come."""
    left_out, marks, unrun = ENDS[kind]

    assert merged(checkout, kind) == 0
    assert capsys.readouterr().out.count("left out: ") == left_out
    matrix = json.loads((checkout / NAME).read_text())
    page = convert(checkout, (checkout / "docs/page.md").read_text())
    figures = page.select("figure[id]")
    assert len(figures) == len(STEMS)
    systems = set(SYSTEM_NAMES.values())
    assert [claim for one in figures for claim in false_claims(one, matrix, systems)] == []
    told = " | ".join(said(mark) for mark in figures[0].select("summary .mark"))
    assert told == marks
    made = convert(checkout, pages(checkout)["matrix.md"])
    assert list(false_rows(made, matrix, list(STEMS))) == []
    assert "macOS, Windows and Python 3.15t are observed" in said(made)
    absent = re.search(r"Not run: (?:[^.]|\.(?=\d))*", said(made))
    assert (absent[0].removeprefix("Not run: ") if absent else "") == unrun


def test_what_is_required_and_broken_is_not_published(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """However well the others did."""
    assert merged(checkout, "passes", less="3.14t") == 1
    assert "Python 3.14t on Linux: required, and no cells came" in capsys.readouterr().out
