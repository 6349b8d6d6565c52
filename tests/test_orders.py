"""Orders: what a page says of all orders of a program is on record, and so again in fresh runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter
from shelf import ROOT, find
from shelf.fault import Fault
from shelf.sample import Sample
from shelf.schedules import path_of, read, recorded, write
from tests.checks.records import ordered
from tests.checks.work.messages import no
from theme.book.library import Book
from theme.faults import PageError
from theme.parts.stepper import read as panels_of

PAIR = "threads/both_deposit_broken"


@pytest.mark.parametrize("check", ordered.CHECKS)
def test_the_orders(check: Callable[[Path], list[Fault]]) -> None:
    """All that are on record are fresh and drawn, and tell a broken half from a right one."""
    no(check(ROOT))


@pytest.mark.parametrize(
    "sample", [pytest.param(one, id=one.stem) for one in ordered.explored(ROOT)]
)
def test_they_come_again(sample: Sample, interpreter: Interpreter) -> None:
    """Explored anew, and run one by one, they are as many and end the same."""
    assert ordered.comes_again(sample, interpreter) == []


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Nothing is lost on the way through the file."""
    found = read(path_of(find(PAIR)))
    write(found, tmp_path / "a.schedules.json")

    assert read(tmp_path / "a.schedules.json") == found


def test_a_wrong_record_is_seen(tmp_path: Path) -> None:
    """One order that is said to end otherwise, one count, one digest: each is a fault."""
    for stem in (PAIR, PAIR.removesuffix("_broken")):
        sample = Sample(tmp_path, stem)
        sample.path.parent.mkdir(parents=True, exist_ok=True)
        for path in (find(stem).path, find(stem).transcript_path(), path_of(find(stem))):
            (sample.path.parent / path.name).write_bytes(path.read_bytes())
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/page.md").write_text(f"# Page\n\n```orders\n{PAIR}\nfails: 1 of 2\n```\n")
    path = path_of(Sample(tmp_path, PAIR))
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "digest": "0"}))
    stale = ordered.orders_are_fresh(tmp_path)
    path.write_text(json.dumps({**data, "pythons": {"3.11": "0 of 20"}}))
    harmless = ordered.pairs_differ(tmp_path)

    assert [fault.where for fault in stale] == [f"snippets/{PAIR}.py:1"]
    assert [fault.where for fault in harmless] == [f"snippets/{PAIR}.py:1"]
    assert len(ordered.orders_are_drawn(tmp_path)) == 2


def test_a_false_count_stops_the_build() -> None:
    """The page says how many fail, and the record has to say so too."""
    right = recorded(find(PAIR)).words
    body = [PAIR, f"fails: {right}", "caption: Some."]
    panels, _ = panels_of(body, Book(ROOT))

    assert panels[0].schedules(drafts=False)[0].words == right
    panels[0].claim = "1 of 20"
    with pytest.raises(PageError, match=f"{right} fail, and not 1 of 20"):
        panels[0].schedules(drafts=False)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([], "names no program"),
        ([PAIR], "nothing is claimed"),
        ([PAIR, "fails: 12 of 20"], "orders without a caption"),
        ([PAIR, "falls: 12 of 20"], "is not understood"),
    ],
)
def test_a_fence_that_says_too_little_is_told(body: list[str], words: str) -> None:
    """With what to write."""
    with pytest.raises(PageError, match=words):
        panels_of(body, Book(ROOT))
