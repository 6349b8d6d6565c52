"""The rooms: their order holds, and a wrong arrow is told with its line and its cure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shelf import ROOT
from tests.checks.work.messages import lacks, no
from tests.checks.work.rooms import CHECKS, arrows_go_down

ROOMS = ("shelf", "recorder", "theme")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_rooms(check) -> None:
    """No room imports one that it may not know."""
    no(check(ROOT))


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """The three rooms that import each other, to spoil."""
    for name in ROOMS:
        ignored = shutil.ignore_patterns("__pycache__", "site")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "line", "what", "where"),
    [
        (
            "theme/marks.py",
            "from recorder.cell import observe",
            "theme.marks imports recorder.cell, which stands above or beside it",
            "theme/marks.py:2",
        ),
        (
            "theme/parts/chart.py",
            "from theme.convert import placing",
            "theme.parts.chart imports theme.convert.placing, which stands above or beside it",
            "theme/parts/chart.py:2",
        ),
        (
            "recorder/run/once.py",
            "from recorder.hold import masks",
            "recorder.run.once imports recorder.hold.masks, which stands above or beside it",
            "recorder/run/once.py:2",
        ),
        (
            "shelf/words.py",
            "from shelf import runs",
            "shelf.words and shelf.runs import each other, at some removes",
            "shelf/words.py:1",
        ),
        ("theme/attic.py", "", "theme.attic has no place in the order", "theme/attic.py:1"),
    ],
)
def test_a_wrong_arrow_is_told(rooms: Path, file: str, line: str, what: str, where: str) -> None:
    """With the file and line of the import, and what to do instead."""
    old = (rooms / file).read_text(encoding="utf-8") if (rooms / file).exists() else ""
    text = old.replace("from __future__ import annotations\n", "", 1)
    (rooms / file).write_text(f"from __future__ import annotations\n{line}\n{text}")
    faults = arrows_go_down(rooms)

    assert (what, where) in [(f.what[: len(what)], f.where) for f in faults], faults
    assert [lacks(fault, rooms) for fault in faults] == [[] for _ in faults]
