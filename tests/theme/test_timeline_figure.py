"""A timeline's figure says what is claimed, what its marks mean, and all of it as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shelf import Case, Sample
from shelf.sample import digest
from shelf.trace import Facts, Lane, Span, Trace, path_of, write
from tests.theme.figures import figure
from theme.book.fences import Fence
from theme.book.library import book
from theme.book.links import Links
from theme.faults import PageError
from theme.parts.part import Asked
from theme.parts.timeline import PART, Panel

MS = 1_000_000
SOURCE = (
    '# /// script\n# [tool.sample.variants.older]\n# python = "<3.14"\n# ///\n"""It waits."""\n'
)
LANES = (
    Lane("main", "main", Span("lane", "main", 0, 100 * MS)),
    Lane(
        "bake",
        "main",
        Span("lane", "bake", 10 * MS, 90 * MS),
        (Span("waits", "oven", 10 * MS, 30 * MS),),
    ),
)


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A program with two cases, both of them traced."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/page.md").write_text("# Page\n\n```sample\nthreads/wait\n```\n")
    for name in ("wait", "other"):
        one = Sample(tmp_path, f"threads/{name}")
        one.path.parent.mkdir(parents=True, exist_ok=True)
        one.path.write_text(SOURCE)
        facts = Facts(one.stem, digest(one), "3.14", True, "fork", "linux", 0.5, 0.25)
        write(Trace(facts, LANES), path_of(one))
        (older,) = (case for case in one.header.cases if case.name)
        write(Trace(replace(facts, python="3.13", gil=False), LANES), path_of(one, older))
    return Sample(tmp_path, "threads/wait")


@pytest.fixture
def asked(sample: Sample) -> Callable[..., Asked]:
    """A timeline fence on that page."""

    def ask(*body: str, **options: str) -> Asked:
        library = book(sample.root)
        links = Links(library, library.sources["page.md"])
        return Asked(Fence(7, "timeline", body, 9), links, options)

    return ask


BODY = ("threads/wait", "overlap: main, bake", "caption: Both are there.")


def test_a_figure_says_what_is_claimed_and_how_it_was_seen(asked: Callable[..., Asked]) -> None:
    page = figure(PART, asked(*BODY))

    assert page.figure["id"] == "timeline-threads-wait"
    assert page.figcaption.get_text() == "Both are there."
    assert [item.get_text() for item in page.select(".timeline-claims li")] == [
        "main and bake are under way at once."
    ]
    assert page.select_one(".timeline-key").get_text() == (
        " runs  waits // start-up, folded Time runs to the right, to scale."
    )
    assert page.select_one(".timeline-name a")["href"] == "#threads-wait"
    drawing = page.select_one(".timeline-lanes")
    assert drawing["aria-label"] == (
        "Both are there. Lanes from top to bottom: main, bake. The table below tells the same."
    )
    assert len(drawing.select("pattern")) == 2
    assert {one["id"] for one in drawing.select("pattern")} >= {"timeline-threads-wait-w"}


def test_the_table_has_all_in_milliseconds(asked: Callable[..., Asked]) -> None:
    """And says of which run it is, which can be downloaded."""
    page = figure(PART, asked(*BODY)).select_one(".timeline-data")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tr")]

    assert rows == [
        ["lane", "does", "from", "to"],
        ["main", "runs", "0.000", "100.000"],
        ["bake", "waits for oven", "10.000", "30.000"],
        ["bake", "runs", "30.000", "90.000"],
    ]
    assert page.p.get_text().startswith(
        "wait.py, seen on Python 3.14, start method fork. It took 0.25 s alone"
        " and 0.50 s under watch."
    )
    assert page.a["download"] == "wait.trace.json"
    assert page.a["href"].endswith("/threads/wait.trace.json")


def test_several_panels_have_their_own_claims_and_one_set_of_fills(
    asked: Callable[..., Asked],
) -> None:
    body = (
        *("threads/wait.older", "run at once: main, bake", "", "threads/other"),
        *("overlap: main, bake", "ends before: bake, main", "caption: Two."),
    )
    page = figure(PART, asked(*body, scale="time"))
    names = [name.get_text() for name in page.select(".timeline-name")]

    assert page.figure["id"] == "timeline-threads-wait-older"
    assert names == ["wait.py on 3.13 and older", "other.py"]
    assert [item.get_text() for item in page.select(".timeline-claims li")] == [
        f"{names[0]}: main and bake run at the same time.",
        f"{names[1]}: main and bake are under way at once.",
        f"{names[1]}: bake ends before main does.",
    ]
    assert [len(one.select("pattern")) for one in page.select(".timeline-lanes")] == [2, 0]
    told = [p.get_text() for p in page.select(".timeline-data p")]
    assert "seen on Python 3.13 without the GIL, start method" in told[0]
    assert "seen on Python 3.14, start method" in told[1]
    assert [a["href"] for a in page.select(".timeline-name a")] == [
        *("#threads-wait", "programs/threads/other.py"),
    ]


@pytest.mark.parametrize(
    ("body", "options", "words", "line"),
    [
        (("threads/wait", "overlap: main, bake"), {}, "a timeline without a caption", 0),
        (("caption: It.",), {}, "a timeline fence that names no program", 0),
        (("threads/wait", "caption: It."), {}, "nothing is claimed of threads/wait", 1),
        (("threads/wait", "", "overlap: main", "caption: It."), {}, "come names", 3),
        (("threads/wait", "", "in order: main, bake", "caption: It."), {}, "does not show", 3),
        (BODY, {"scale": "wide"}, 'scale="wide" is not understood', 0),
    ],
)
def test_what_is_not_whole_or_not_so_is_told_with_its_line(
    asked: Callable[..., Asked],
    body: tuple[str, ...],
    options: dict[str, str],
    words: str,
    line: int,
) -> None:
    with pytest.raises(PageError, match=words) as caught:
        figure(PART, asked(*body, **options))

    assert caught.value.within == line


def test_a_picture_is_told_by_its_caption(asked: Callable[..., Asked]) -> None:
    assert [*PART.tell(asked(*BODY))] == ["(Picture: Both are there.)"]


def test_an_old_trace_is_drawn_while_one_writes_and_said_to_be_old(sample: Sample) -> None:
    panel = Panel(sample, Case(), 1)
    assert panel.draft()[1] is False
    sample.path.write_text(SOURCE + "wait()\n")

    trace, stale = Panel(Sample(sample.root, sample.stem), Case(), 1).draft()
    assert stale is True
    assert trace.lanes == LANES
    assert panel.cure == "make trace ONLY=threads/wait"
