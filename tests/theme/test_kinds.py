"""A figure says whether its program is a demonstration, and how it took what users do to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import Tag

from shelf import Sample
from shelf.trials import NAME, digest
from tests.made import convert, said, write
from theme.registers import pages

SHOWS = '[tool.sample]\narranged = "a gate keeps the first from its end"\nuse = "threads/whole"'
PAGE = "# Page\n\n```sample\nthreads/shows\n```\n\n```sample\nthreads/whole\n```\n"
LINE = "gate.wait(timeout=10)  # arranged\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A page with a demonstration and the program for use that it leads to."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.parallel]\nsupported = ["3.11", "3.14"]\n')
    write(tmp_path, "threads/whole")
    shows = write(tmp_path, "threads/shows", SHOWS)
    shows.path.write_text(shows.source + LINE)
    (tmp_path / "docs" / "page.md").write_text(PAGE)
    return tmp_path


def figure(root: Path, stem: str) -> Tag:
    """The figure of one program."""
    found = convert(root, PAGE).find("figure", id=stem.replace("/", "-"))
    assert isinstance(found, Tag)
    return found


def tried(root: Path, stem: str, did: dict[str, dict[str, str]], *tags: str) -> None:
    """Say that a program was put to trial."""
    entry = {"digest": digest(Sample(root, stem)), "date": "2026-11-28", "did": did}
    runs = [{"python": tag, "system": "linux", "programs": {stem: entry}} for tag in tags]
    (root / NAME).write_text(json.dumps({"schema": 1, "runs": runs, "news": []}))


def test_a_demonstration_says_what_is_arranged_and_leads_to_use(root: Path) -> None:
    """By a word, by its shape, and on the line itself."""
    shows, whole = figure(root, "threads/shows"), figure(root, "threads/whole")

    assert "demonstration" in shows["class"]
    assert "demonstration" not in whole["class"]
    caption = shows.select_one(".sample-arranged")
    assert caption is not None
    assert said(caption) == (
        "◇ Demonstration: a gate keeps the first from its end on line 4. For use: whole.py"
    )
    assert [tag.get_text() for tag in shows.select("code em")] == ["# arranged"]
    assert caption.a is not None
    assert str(caption.a["href"]).endswith("#threads-whole")
    assert not whole.select(".sample-arranged, code em")


def test_the_catalogue_knows_the_kind(root: Path) -> None:
    """Beside the demonstration alone."""
    text = pages(root)["programs.md"]

    assert text.count("◇ Demonstration") == 1


@pytest.mark.parametrize(
    ("did", "says"),
    [
        ({}, "Not put to trial yet."),
        (
            {"error": {"ended": "main 3, thread 4"}, "group": {"ended": "main 3"}},
            "Ends by itself after an error at any line or Ctrl-C:"
            " 6 trials on Python 3.11 and 3.14.",
        ),
        (
            {"error": {"ended": "main 3", "hung": "main 4"}, "kill": {"ended": "process 9"}},
            "Ends by itself after a killed worker: 4 trials on Python 3.11 and 3.14."
            " Not yet on Python 3.11: error hung at main 4.",
        ),
        (
            {"error": {"ended": "main 3"}, "terminate": {"spared": "the plainest first thread"}},
            "Not tried: SIGTERM. The reason: the plainest first thread.",
        ),
        (
            {"error": {"ended": "main 3"}, "idle": {"spared": "it has none"}},
            "Not tried: that an idle worker process is killed. The reason: it has none.",
        ),
    ],
)
def test_the_unfolded_marks_tell_what_is_on_record(
    root: Path, did: dict[str, dict[str, str]], says: str
) -> None:
    """No more than was done, what went wrong, and what was spared with its reason."""
    if did:
        tried(root, "threads/whole", did, "3.11", "3.14")
    told = figure(root, "threads/whole").select_one(".runs > p:last-child")

    assert told is not None
    assert says in said(told)


def test_a_changed_program_is_no_longer_tried(root: Path) -> None:
    """The record is of the program as it was."""
    tried(root, "threads/whole", {"error": {"ended": "main 3"}}, "3.11")
    sample = Sample(root, "threads/whole")
    sample.path.write_text(sample.source + "# changed\n")
    told = figure(root, "threads/whole").select_one(".runs > p:last-child")

    assert told is not None
    assert "Not put to trial yet" in said(told)
