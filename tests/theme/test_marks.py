"""The marks say what was run and no more, and unfold to the runs that they rest on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from shelf import Sample
from shelf.conditions import START_METHODS
from shelf.matrix import NAME
from shelf.runs import Record
from shelf.words import pythons
from tests.made import (
    CHOSEN,
    LATER,
    SPAWN,
    SUPPORTED,
    Made,
    convert,
    lay_out,
    matrix_of,
    ran,
    said,
    write,
)
from theme.faults import PageErrors
from theme.marks import marks
from theme.registers import pages

FREE = ("3.14t", "3.15t")
GIL = tuple(tag for tag in SUPPORTED if tag not in FREE)
NEW = ("3.14", "3.14t", "3.15", "3.15t")
EVERY, TESTED, UNRUN = "Every supported Python", "✓ Tested on Linux", "Not run yet"


def words_for(root: Path, header: str, runs: list[Made], stem: str = "threads/one") -> list[str]:
    """The marks of a program, in words."""
    sample = write(root, stem, header)
    return [mark.words for mark in marks(sample, Record(matrix_of({sample: runs}), SUPPORTED))]


# Words


@pytest.mark.parametrize(
    ("header", "runs", "words"),
    [
        ("", ran(*SUPPORTED), [TESTED, EVERY]),
        ("", ran(*SUPPORTED[:-1]), [TESTED, "Python 3.11 to 3.15 and 3.14t"]),
        ("", ran("3.11", "3.12", "3.14"), [TESTED, "Python 3.11, 3.12 and 3.14"]),
        ("", ran("3.14t"), [TESTED, "Python 3.14t"]),
        (
            "",
            ran(*SUPPORTED[:-2]) + ran("3.15", system="macos") + ran("3.15t", system="windows"),
            ["✓ Tested", EVERY],
        ),
        (
            "",
            ran("3.14", but=["spawn"], words="not run"),
            [TESTED, "Python 3.14, fork and forkserver"],
        ),
        ("", [], [UNRUN]),
        ("", ran(*SUPPORTED, but=START_METHODS, words="not run: x"), [UNRUN]),
        ("[tool.sample]\ngil = false", ran(*FREE), [TESTED, "Free-threaded build only"]),
        (
            "[tool.sample]\ngil = false",
            ran("3.14t"),
            [TESTED, "Python 3.14t", "Free-threaded build only"],
        ),
        ("[tool.sample]\ngil = true", ran(*GIL), [TESTED, "Needs the GIL"]),
        ("[tool.sample]\ngil = true", [], [UNRUN, "Needs the GIL"]),
        (LATER, ran(*NEW), [TESTED, "3.14 and later"]),
        (LATER, ran("3.14"), [TESTED, "Only 3.14 and later, run on 3.14"]),
        (LATER, [], [UNRUN, "Only 3.14 and later"]),
        (
            '[tool.sample]\nsystems = ["linux", "macos"]',
            ran(*SUPPORTED),
            [TESTED, EVERY, "Linux and macOS only"],
        ),
        (SPAWN, ran(*SUPPORTED, **CHOSEN), [TESTED, EVERY]),
        ("", ran(*SUPPORTED, **CHOSEN), [TESTED, f"Python {pythons(SUPPORTED, SUPPORTED)}, spawn"]),
    ],
)
def test_words_say_what_was_run(tmp_path, header, runs, words):
    """A start method or Python that the program excludes does not count; any other does."""
    assert words_for(tmp_path, header, runs) == words


@pytest.mark.parametrize(
    ("failing", "words"),
    [
        (ran("3.15", but=["spawn"], words="failed: x"), "3.15, spawn"),
        (
            ran("3.11", "3.12", "3.13", but=["forkserver", "spawn"], words="failed: x"),
            "3.11 to 3.13, forkserver and spawn",
        ),
        (ran("3.14t", but=START_METHODS, words="failed: x"), "3.14t"),
        (ran("3.15", system="windows", but=["spawn"], words="failed: x"), "3.15, Windows"),
        (
            ran("3.14", but=["fork"], words="failed: x")
            + ran("3.15", but=["spawn"], words="failed: y"),
            "3.14 and 3.15",
        ),
    ],
)
def test_a_failing_cell_comes_before_all_that_passed(tmp_path, failing, words):
    """It is named by Python, start method and system, and nothing is called tested."""
    bad = {(tag, system) for tag, system, _ in failing}
    runs = [run for run in ran(*SUPPORTED) if run[:2] not in bad] + failing

    assert words_for(tmp_path, "", runs) == [f"✗ Fails on {words}"]
    assert words_for(tmp_path, "", runs, "threads/one_broken") == [f"✗ Differs on {words}"]


@pytest.mark.parametrize(
    ("elsewhere", "words"),
    [
        (ran("3.15", system="windows"), ["✓ Tested on Linux and Windows", EVERY]),
        (ran("3.15", system="windows") + ran("3.15", system="macos"), ["✓ Tested", EVERY]),
        (
            ran("3.15", system="windows", but=["spawn"], words="failed: x"),
            ["✓ Tested on Linux and Windows", "✗ Differs on Windows", EVERY],
        ),
        (
            ran("3.15", system="macos", but=["spawn"], words="failed: x")
            + ran("3.15t", system="macos"),
            ["✓ Tested on Linux and macOS", "✗ Differs on Python 3.15 on macOS", EVERY],
        ),
    ],
)
def test_what_is_only_observed_takes_no_mark_away(tmp_path, elsewhere, words):
    """It is named where it differs; a system that was never run is not spoken for."""
    sample = write(tmp_path, "threads/one")
    runs = matrix_of({sample: ran(*SUPPORTED) + elsewhere})
    record = Record(runs, SUPPORTED, ("macos", "windows"))

    assert [mark.words for mark in marks(sample, record)] == words


def test_a_python_that_is_only_observed_is_not_called_tested(tmp_path):
    """On Linux too: it leaves the list of those that passed, and is named."""
    sample = write(tmp_path, "threads/one")
    failing = ran("3.15t", but=["fork"], words="failed: x")
    record = Record(matrix_of({sample: ran(*SUPPORTED[:-1]) + failing}), SUPPORTED, ("3.15t",))

    assert [mark.words for mark in marks(sample, record)] == [
        TESTED,
        "✗ Differs on Python 3.15t on Linux",
        "Python 3.11 to 3.15 and 3.14t",
    ]


def test_a_broken_program_is_never_called_tested(tmp_path):
    """Its runs show that it goes wrong as its page shows, on the systems where it was run."""
    runs = ran(*SUPPORTED)
    there = ran("3.15", system="macos") + ran("3.15", system="windows")

    assert words_for(tmp_path, "", runs, "threads/one_broken") == [
        "Breaks as shown on Linux",
        EVERY,
    ]
    assert words_for(tmp_path, "", runs + there, "threads/one_broken") == ["Breaks as shown", EVERY]


def test_runs_of_another_program_or_of_an_older_one_count_for_nothing(tmp_path):
    """A change of the program or of its transcript takes the mark away."""
    sample = write(tmp_path, "threads/one")
    record = Record(matrix_of({sample: ran(*SUPPORTED)}), SUPPORTED)
    before = marks(Sample(tmp_path, "threads/one"), record)
    sample.transcript_path().write_text("$ python one.py\n2\n")
    after = marks(Sample(tmp_path, "threads/one"), record)

    assert [mark.words for mark in before] == [TESTED, EVERY]
    assert [mark.words for mark in after] == [UNRUN]
    assert marks(write(tmp_path, "threads/other"), record)[0].words == UNRUN


# Figures


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout with runs of every kind."""
    return lay_out(tmp_path)


def test_what_was_seen_stands_below_why_it_failed(tmp_path):
    """The copier on that system sees what the program prints there, to the letter."""
    checkout = lay_out(tmp_path)
    seen = "failed: prints something else\n    -1\n    +<2> & 3"
    one = Sample(checkout, "threads/whole")
    runs = ran(*SUPPORTED) + ran("3.15", system="windows", but=["spawn"], words=seen)
    (checkout / NAME).write_text(json.dumps(matrix_of({one: runs})))
    page = convert(checkout, (checkout / "docs/page.md").read_text())
    unfolded = page.select_one("#threads-whole details.runs")

    assert unfolded.pre.get_text() == "-1\n+<2> & 3"
    assert "✗ failed: spawn: prints something else" in said(unfolded)


def test_a_mark_unfolds_to_its_runs(checkout):
    """Without a script: versions, start methods, system and date, and what was not run."""
    figure = convert(checkout, (checkout / "docs/page.md").read_text())
    runs = {
        one["id"]: one.select_one("figcaption > details.runs") for one in figure.select("figure")
    }
    rows = {name: [said(row) for row in one.select("tr")] for name, one in runs.items()}
    rest = {name: said(one.p) for name, one in runs.items()}

    assert not figure.select("script")
    assert said(runs["threads-fails"].summary) == "✗ Fails on 3.15, spawn"
    assert rows["threads-whole"] == [
        "3.11.7, 3.12.7, 3.13.7, 3.14.7, 3.14.7t, 3.15.7, 3.15.7t"
        " ✓ passed: fork, forkserver, spawn Linux, 2026-11-22",
        "3.15.7 ✓ passed: spawn Windows, 2026-11-22",
    ]
    assert "✗ failed: spawn: it prints [2] < 3 & *nothing*" in rows["threads-fails"][1]
    assert "– not run (only on 3.14 and later)" in rows["threads-newer"][0]
    assert (
        "– not run: fork, forkserver (chooses spawn itself)"
        in rows["processes-chooses_by_itself"][0]
    )
    assert rows["threads-stale"] == []
    assert "make matrix ONLY=threads/stale" in rest["threads-stale"]
    assert rest["threads-fails"].startswith(
        "Not run: Python 3.11 to 3.13, 3.14t and 3.15t; macOS; Windows. "
    )
    assert rest["threads-newer"].startswith("Not run: Python 3.15, 3.14t and 3.15t; macOS")
    assert runs["threads-fails"].a["href"] == "matrix.md#threads-fails"


@pytest.mark.parametrize(
    ("stem", "words"),
    [
        ("threads/whole", [EVERY]),
        ("threads/fails", ["✗ Fails on 3.15, spawn"]),
        ("threads/newer", ["Only 3.14 and later, run on 3.14"]),
        ("threads/stale", [UNRUN]),
    ],
)
def test_a_page_can_name_where_a_program_runs(checkout, stem, words):
    """In the words of its figure, as marks that lead there; a failure is never left out."""
    (checkout / "docs/other.md").write_text(text := f"It runs: [[{stem}.marks]].\n")
    named = convert(checkout, text).select_one("a.marks")

    assert [said(mark) for mark in named.select(".mark")] == words
    assert named["href"] == f"page.md#{stem.replace('/', '-')}"


@pytest.mark.parametrize("text", [None, '{"schema": 1, "runs": [], "news": []}'])
def test_without_a_record_nothing_is_called_tested(checkout, text):
    """A checkout without a matrix, or with one without runs, is drawn all the same."""
    (checkout / NAME).unlink()
    if text is not None:
        (checkout / NAME).write_text(text)
    made = pages(checkout)
    html = [convert(checkout, made[path]) for path in ("programs.md", "matrix.md")]
    html.append(convert(checkout, (checkout / "docs/page.md").read_text()))

    assert not [one for one in html if "Tested" in said(one)]
    assert len(html[0].select(".mark-unrun")) == len(html[2].select(".mark-unrun")) == 5
    assert {td["class"][-1] for td in html[1].select("td")} == {"unrun"}
    assert len(html[1].select("td")) == 5 * len(SUPPORTED)


def test_a_damaged_record_stops_the_build(checkout):
    """The message names the file and the cure."""
    (checkout / NAME).write_text("{")

    with pytest.raises(PageErrors, match=r"matrix\.json: not JSON"):
        pages(checkout)
    with pytest.raises(PageErrors, match=r"page\.md:3: .*matrix\.json: not JSON"):
        convert(checkout, (checkout / "docs/page.md").read_text())


def test_the_catalogue_has_the_same_marks(checkout):
    """In the same words as the figures."""
    figures = convert(checkout, (checkout / "docs/page.md").read_text())
    listed = convert(checkout, pages(checkout)["programs.md"])
    of_figures = Counter(said(mark) for mark in figures.select("summary .mark"))

    assert Counter(said(mark) for mark in listed.select(".mark")) == of_figures
    assert of_figures[EVERY] == 1
