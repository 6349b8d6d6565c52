"""Orders in words: how they end, what each step changes, and the shortest that fails as rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import Tag

from shelf import Sample
from shelf.sample import digest
from shelf.schedules import End, Schedules, Told, path_of, write
from tests.theme.figures import figure
from theme.book.fences import Fence
from theme.book.library import Book, book
from theme.book.links import Links
from theme.faults import PageError
from theme.parts.part import Asked
from theme.parts.stepper import PART, changes, read, said

STEPS = (
    Told(0, 3, "reads total", {"total": "0", "lock": "free"}),
    Told(1, 3, "sees a | b", {"total": "0", "lock": "free"}),
    Told(0, 1, "calls print", {"total": "1", "lock": "held"}),
)
FINE, LOST = End(False, "ends", "prints 2", 1), End(True, "ends", "prints 1\\nprints 0", 2)
SOURCE = '"""A sentence."""\n\nprint("{x}" < 2)\n'


@pytest.mark.parametrize(
    ("end", "one", "several"),
    [
        (End(True, "deadlock", "", 1), "stands still for ever", "stand still for ever"),
        (End(True, "raises", "KeyError", 1), "raises KeyError", "raise KeyError"),
        (End(False, "ends", "prints 2", 1), "prints 2", "print 2"),
        (End(True, "ends", "prints 1\\n2", 1), "prints 1, 2", "print 1, 2"),
    ],
)
def test_an_end_is_said_of_one_order_and_of_several(end: End, one: str, several: str) -> None:
    assert said(end) == one
    assert said(replace(end, orders=2)) == said(replace(end, orders=20)) == several


def test_a_step_is_told_by_what_it_changes() -> None:
    """The first by all that there is; one that changes nothing by nothing."""
    assert [*changes(STEPS)] == ["total 0, lock free", "", "total 1, lock held"]


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A program with three orders of two threads on record, two of which fail."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/page.md").write_text("# Page\n\n```sample\nthreads/lose\n```\n")
    one = Sample(tmp_path, "threads/lose")
    one.path.parent.mkdir(parents=True)
    one.path.write_text(SOURCE)
    record(one, (FINE, LOST), (("01", 0), ("10", 1), ("11", 1)))
    return one


def record(one: Sample, ends: tuple[End, ...], every: tuple[tuple[str, int], ...]) -> None:
    failing = sum(end.orders for end in ends if end.fails)
    words = f"{failing} of {len(every)}"
    pythons = {"3.11": words, "3.14": words}
    threads = ("main", "worker 1")
    shown = STEPS if failing else ()
    made = (one.stem, digest(one), pythons, threads, len(every), len(every), ends, every)
    write(Schedules(*made, shown, len(ends) - 1), path_of(one))


def asked(sample: Sample, claim: str) -> Asked:
    body = (sample.stem, f"fails: {claim}", "", "caption: It loses one.")
    library = book(sample.root)
    return Asked(Fence(3, "orders", body, 8), Links(library, library.sources["page.md"]))


def test_the_shortest_that_fails_is_told_in_rows(sample: Sample) -> None:
    """A bar within a cell is none between two."""
    assert [*PART.tell(asked(sample, "2 of 3"))] == [
        "It loses one.",
        "",
        "lose.py: 2 of 3 orders fail.",
        "",
        "| step | thread | does | afterwards |",
        "| --- | --- | --- | --- |",
        "| 1 | main | reads total | total 0, lock free |",
        "| 2 | worker 1 | sees a \\| b |  |",
        "| 3 | main | calls print | total 1, lock held |",
    ]


def test_where_none_fails_there_is_no_table(sample: Sample) -> None:
    record(sample, (replace(FINE, orders=2),), (("01", 0), ("10", 0)))

    assert [*PART.tell(asked(sample, "0 of 2"))][-1] == "lose.py: 0 of 2 orders fail."


@pytest.mark.parametrize(
    ("body", "words", "line"),
    [
        (["threads/lose", "caption: It."], "nothing is claimed of threads/lose", 1),
        (["threads/lose", "", "fails: 1 of 2", "x: y"], "'x: y' is not understood", 4),
        (["fails: 1 of 2", "threads/lose"], "'fails: 1 of 2' is not understood", 1),
        (["threads/lose", "fails: 1 of 2"], "orders without a caption", 0),
        (["caption: It."], "an orders fence that names no program", 0),
    ],
)
def test_what_is_not_whole_is_told_with_its_line(
    sample: Sample, body: list[str], words: str, line: int
) -> None:
    """Counted in the fence from its first line; 0 where the fence as a whole is at fault."""
    with pytest.raises(PageError, match=words) as caught:
        read(body, Book(sample.root))

    assert caught.value.within == line


def test_all_orders_are_drawn_and_counted(sample: Sample) -> None:
    """A mark for each, in the order of threads; the counts in words say the same."""
    page = figure(PART, asked(sample, "2 of 3"))
    grid = page.select_one(".orders-grid")

    assert page.figure["id"] == "threads-lose--orders"
    assert page.figcaption.get_text() == "It loses one."
    assert page.select_one(".orders-counts").get_text() == (
        "lose.py: 2 of 3 orders fail (1 prints 2; 2 print 1, prints 0)."
    )
    assert [(mark["class"], mark.get_text()) for mark in grid.select("i")] == [
        (["o"], "○"),
        (["f"], "✗✗"),
    ]
    key, way = (p.get_text() for p in page.select(".orders-key"))
    assert key == "One mark an order, in the order of threads: ✗ fails, ○ is fine."
    assert way == "As many on Python 3.11, 3.14. Download lose.schedules.json."
    assert page.select("a")[0]["href"] == "#threads-lose"


def test_the_shortest_that_fails_is_drawn_step_by_step(sample: Sample) -> None:
    """A column for each thread; what a call does stands in its line."""
    page = figure(PART, asked(sample, "2 of 3"))
    rows = [[said_by(cell) for cell in row.select("th, td")] for row in page.select("tr")]

    assert rows == [
        ["step", "main", "worker 1", "afterwards"],
        ["1", 'print("{x}" < 2)reads total', "", "total 0, lock free"],
        ["2", "", 'print("{x}" < 2)sees a | b', "as before"],
        ["3", '"""A sentence."""', "", "total 1, lock held"],
    ]
    assert [cell.get("data-thread") for cell in page.select("td[data-thread]")] == [
        *("main", "worker 1", "main"),
    ]
    words = page.select_one(".orders-steps p").get_text()
    assert words == ("The shortest order that fails; after its last step it prints 1, prints 0:")


def said_by(cell: Tag) -> str:
    return cell.get_text()


@pytest.mark.parametrize(
    ("ends", "every", "claim", "counts", "key"),
    [
        (
            (replace(FINE, orders=2),),
            (("0", 0), ("1", 0)),
            "0 of 2",
            "none of 2 fails.",
            "○ is fine",
        ),
        (
            (End(True, "deadlock", "", 1),),
            (("0", 0),),
            "1 of 1",
            "1 of 1 order fails.",
            "■ stands still",
        ),
        (
            (End(True, "deadlock", "", 1), End(True, "raises", "OSError", 2), FINE),
            (("00", 0), ("01", 1), ("10", 1), ("11", 2)),
            "3 of 4",
            "3 of 4 orders fail (1 stands still for ever; 2 raise OSError; 1 prints 2).",
            "■ stands still, ✗ fails, ○ is fine",
        ),
    ],
)
def test_one_order_is_told_from_several(
    sample: Sample,
    ends: tuple[End, ...],
    every: tuple[tuple[str, int], ...],
    claim: str,
    counts: str,
    key: str,
) -> None:
    """And only the marks that stand there are in the key."""
    record(sample, ends, every)
    page = figure(PART, asked(sample, claim))

    assert page.select_one(".orders-counts").get_text() == f"lose.py: {counts}"
    assert f": {key}." in page.select_one(".orders-key").get_text()
    assert bool(page.select(".orders-steps")) == (claim[0] != "0")


def test_a_false_count_is_told_at_its_program(sample: Sample) -> None:
    with pytest.raises(PageError, match="2 of 3 fail, and not 1 of 3") as caught:
        figure(PART, asked(sample, "1 of 3"))

    assert caught.value.within == 1
