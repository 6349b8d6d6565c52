"""What a build says of its record, and that it runs nothing."""

from __future__ import annotations

import ast
import logging
from pathlib import Path

import pytest

from shelf import ROOT
from shelf.runs import Record, unchecked
from shelf.support import METHODS
from tests.made import (
    SUPPORTED,
    lay_out,
    matrix_of,
    ran,
    write,
)
from theme.book.library import Book
from theme.host import after_build


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout with runs of every kind."""
    return lay_out(tmp_path)


def test_a_build_says_what_its_record_does_not_answer_for(checkout):
    """In one line: Pythons, systems, programs that changed, and what to type."""
    write(checkout, "threads/fresh")
    library = Book(checkout)
    line = unchecked(library.record, library.programs())
    whole = write(checkout, "threads/whole")
    runs = [run for system in METHODS for run in ran(*SUPPORTED, system=system)]

    assert line == (
        "Cells not run on this record: Python 3.11 to 3.14, 3.14t and 3.15t on Windows, macOS;"
        " 1 program changed since they were run; 1 program never run:"
        ' make matrix ONLY="threads/fresh threads/stale"'
    )
    assert unchecked(Record(matrix_of({whole: runs}), SUPPORTED), [whole]) == ""
    assert unchecked(Record(matrix_of({}), SUPPORTED), [whole]).endswith("all of them; make matrix")


def test_what_is_missing_is_no_warning(caplog, tmp_path):
    """A strict build goes on."""
    config = {"site_dir": str(tmp_path), "site_url": "https://example.org/"}
    with caplog.at_level(logging.DEBUG, "mkdocs"):
        after_build.on_post_build(config)

    assert [one.levelno for one in caplog.records] in ([], [logging.INFO])


def recorder_modules(source: str) -> list[str]:
    """The parts of the recorder that a module imports."""
    names = [
        name
        for node in ast.walk(ast.parse(source))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    ]
    return [n for n in names if n.partition(".")[0] == "recorder"]


def test_the_theme_imports_nothing_that_runs():
    """It runs no program, and an import that could is seen."""
    found = [recorder_modules(file.read_text()) for file in (ROOT / "theme").rglob("*.py")]

    assert len(found) > 10
    assert not any(found), found
    assert recorder_modules("from recorder.hold import check") == ["recorder.hold"]
