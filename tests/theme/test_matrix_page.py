"""The matrix page shows every cell as it is on record, and its filters need no script."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from shelf import ROOT, samples, supported
from shelf.conditions import START_METHODS
from shelf.ledger import state
from shelf.matrix import NAME, recorded
from shelf.runs import Record
from shelf.sample import digest
from tests.made import SUPPORTED, convert, lay_out, said
from theme.parts import matrix
from theme.registers import news, pages

CSS = (ROOT / "theme/site/assets/few.css").read_text(encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout with runs of every kind."""
    return lay_out(tmp_path)


@pytest.fixture
def page(checkout: Path) -> BeautifulSoup:
    """The matrix page of the checkout."""
    return convert(checkout, pages(checkout)["matrix.md"])


# Cells


def wrong_cells(page: BeautifulSoup, root: Path) -> Iterator[str]:
    """Cells of the page that do not say what the record says; a lost one is wrong too."""
    made = json.loads((root / NAME).read_text())
    for stem, sample in samples(root).items():
        row = page.find("tr", id=stem.replace("/", "-"))
        tds = row.find_all("td") if row else []
        names = [said(th) for th in row.parent.tr.find_all("th")[1:]] if row else []
        columns = [f"{s} {tag}" for s in ("Linux", "Windows") for tag in SUPPORTED]
        if names != columns or len(tds) != len(columns):
            yield f"{stem}: {len(tds)} cells under {names}"
            continue
        for column, td in zip(columns, tds, strict=True):
            system, tag = column.lower().split()
            entry = next(
                (
                    run["programs"][stem]
                    for run in made["runs"]
                    if (run["system"], run["python"]) == (system, tag) and stem in run["programs"]
                    if run["programs"][stem]["digest"] == digest(sample)
                ),
                {"cells": {}},
            )
            counts = Counter(state(words) for words in entry["cells"].values())
            text = said(td)
            if counts["failed"]:
                right = text.startswith(f"✗ {counts['failed']}/") and "failed" in text
            elif counts["passed"]:
                right = text == f"✓ {counts['passed']} passed"
            else:
                right = "not run" in text and "✓" not in text and "passed" not in text
            if not right:
                yield f"{stem}, {column}: {text!r} for {entry['cells']}"


def test_every_cell_is_on_the_page(page, checkout):
    """Each program, on each supported Python of each system that has runs, as it is on record."""
    assert list(wrong_cells(page, checkout)) == []
    assert {td["class"][-1] for td in page.select("td[class]")} == set(matrix.KINDS)
    assert page.select_one("th a")["href"] == "page.md#threads-fails"
    assert "it prints [2] < 3 & *nothing*" in said(page.select_one("td.failed details"))


PASSED = '✓ 3<span class="spoken"> passed</span>'


@pytest.mark.parametrize(
    ("find", "instead"),
    [
        (r'○<span class="spoken"> not run</span>', PASSED),
        (r'–<span class="spoken"> not run: only [^<]*</span>', PASSED),
        (r"(<details>\s*<summary>)✗ 1/3", r"\1✓ 3"),
        (r'<td class="p1 linux[^>]*>[^<]*<span[^>]*>[^<]*</span></td>', ""),
        (r'<tr id="threads-whole">', "<tr>"),
        (r"</span> 3\.14t</th>", "</span> 3.14</th>"),
    ],
)
def test_a_page_that_says_otherwise_is_seen(page, checkout, find, instead):
    """Planted: what was not run shown as passed, a failure hidden, a cell or a row lost."""
    spoiled, times = re.subn(find, instead, str(page), count=1)

    assert times == 1
    assert list(wrong_cells(BeautifulSoup(spoiled, "html.parser"), checkout))


def test_the_counts_are_those_of_the_cells(page):
    """Every cell is counted once, start methods each for itself: seven Pythons on two systems."""
    passed = (7 * 3 + 1) + (3 + 2) + 3 + (1 + 1)
    total = 5 * 7 * (3 + 1)

    assert said(page.p) == (
        "5 programs, each on every supported Python on Linux and Windows under every start method:"
        f" {total} cells. {passed} passed, 1 failed, 5 are not meant to run,"
        f" and {total - passed - 1 - 5} were not run."
    )


def test_the_page_names_what_ran_and_what_did_not(page):
    """Exact versions with their build, what is missing, and which programs changed."""
    rows = [[said(cell) for cell in row.select("td")] for row in page.table.select("tr")[1:]]
    text = said(page)

    assert ["Linux", "3.14.7t", "GCC 12.2.0, x86_64", "fork", "2026-11-22"] in rows
    assert "Not run: Python 3.11 to 3.14, 3.14t and 3.15t on Windows; macOS." in text
    assert "Changed since they were run: stale." in text


def test_an_interpreter_is_named_with_its_first_and_its_last_day(checkout):
    """However many there were between; one that ran nothing has none."""
    path = checkout / NAME
    made = json.loads(path.read_text())
    days = [f"2026-11-0{day}" for day in (3, 1, 2, 2, 2)]
    run = next(run for run in made["runs"] if run["python"] == "3.14")
    for entry, day in zip(run["programs"].values(), days, strict=True):
        entry["date"] = day
    made["runs"][0]["programs"] = {}
    path.write_text(json.dumps(made))
    rows = convert(checkout, pages(checkout)["matrix.md"]).table.select("tr")[1:]
    told = {said(row.select("td")[1]): said(row.select("td")[-1]) for row in rows}

    assert told["3.14.7"] == "2026-11-01 to 2026-11-03"
    assert told[f"{made['runs'][0]['python']}.7"] == "–"


def test_what_turned_is_told(page):
    """Failures with their reason, and a link to the program."""
    news = page.find("h2", string="What changed").find_next("ul")

    assert said(news).startswith("failed, before passed: 1 cell of 1 program on Python 3.15 under")
    assert "fails on Python 3.15 under spawn on Linux: it prints [2] < 3 & *nothing*" in said(news)
    assert news.a["href"] == "page.md#threads-fails"


def test_news_of_many_programs_is_counted(checkout):
    """A record of a hundred programs stays readable; one without news says so."""
    made = json.loads((checkout / NAME).read_text())
    item = made["news"][0] | {"was": "failed: x", "is": "passed"}
    made["news"] = [item | {"program": f"threads/p{n}"} for n in range(news.NAMED + 1)]
    (checkout / NAME).write_text(json.dumps(made))
    many = said(convert(checkout, pages(checkout)["matrix.md"]))
    (checkout / NAME).write_text(json.dumps(made | {"news": []}))

    assert f"passed, before failed: {news.NAMED + 1} cells of" in many
    assert "p3" not in many
    assert "No cell turned" in said(convert(checkout, pages(checkout)["matrix.md"]))


WHERE = {"python": "3.15", "system": "linux", "start_method": "fork"}


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ([], "1 cell of 1 program on Python 3.15 under fork on Linux"),
        ([{"start_method": "forkserver"}], "2 cells of 1 program on Python 3.15 under {} on Linux"),
        (
            [{"start_method": "spawn"}, {"start_method": "forkserver", "python": "3.14t"}],
            "3 cells of 1 program on Python 3.15 and 3.14t on Linux",
        ),
        (
            [{"program": "threads/whole", "system": "windows", "start_method": "spawn"}],
            "2 cells of 2 programs on Python 3.15 under {} on Linux and Windows",
        ),
    ],
)
def test_what_turned_is_told_where_it_did(checkout, others, words):
    """By Python, start method and system, of each only those that turned."""
    path = checkout / NAME
    made = json.loads(path.read_text())
    turned = {**WHERE, "program": "threads/fails", "date": "2026-11-22"}
    turned |= {"was": "passed", "is": "failed: it prints 2"}
    made["news"] = [turned, *(turned | other for other in others)]
    path.write_text(json.dumps(made))
    methods = {one["start_method"] for one in made["news"]}
    under = " and ".join(method for method in START_METHODS if method in methods)

    text = pages(checkout)["matrix.md"]
    assert f"- **failed**, before passed: {words.format(under)}\n" in text


def test_a_table_is_of_one_topic_and_not_long(page, checkout, monkeypatch):
    """The rows of a longer one stand in several, each with its head, name and topic's number."""
    monkeypatch.setattr(matrix, "ROWS", 2)
    parted = convert(checkout, pages(checkout)["matrix.md"])
    tables = parted.select(".matrix-scroll")
    rows = [len(table.select("tr[id]")) for table in tables]
    names = {table["aria-label"] for table in tables}
    topics = {said(label): label["for"][-1] for label in parted.select("label[for*=topic]")}

    assert list(wrong_cells(parted, checkout)) == []
    assert len(page.select(".matrix-scroll")) < len(tables) == len(names)
    assert sum(rows) == len(samples(checkout)) and max(rows) == 2
    for table in tables:
        assert table["class"][-1] == f"t{topics[said(table.th)]}"


# Filters


def dead_filters(page: BeautifulSoup, css: str) -> list[str]:
    """Radio buttons that nothing follows, and choices of the page that no button offers."""
    css = " ".join(css.split())
    faults = []
    for button in page.select("input"):
        label = page.find("label", attrs={"for": button["id"]})
        rule = rf"\.matrix:has\(#{button['id']}:checked\)"
        if not label or not said(label):
            faults.append(f"{button['id']} has no label")
        if (button["id"].endswith("-all")) == bool(re.search(rule, css)):
            faults.append(f"{button['id']} is not followed as it should be")
    labels = {said(label) for label in page.select("label")}
    wanted = {said(th) for th in page.select("th[scope=rowgroup]")}
    for head in page.select("th[scope=col]"):
        wanted |= set(said(head).split())
    return faults + sorted(wanted ^ (labels - {"All"}))


def test_rows_and_columns_are_filtered_without_a_script(page):
    """Radio buttons name every topic, Python and system; at first all of them are shown."""
    groups = {button["name"] for button in page.select("input[type=radio]")}
    chosen = [button["id"] for button in page.select("input[checked]")]

    assert dead_filters(page, CSS) == []
    assert chosen == ["matrix-topic-all", "matrix-python-all", "matrix-system-all"]
    assert len(groups) == len(chosen)
    assert not page.select("script, [hidden], [style]")


@pytest.mark.parametrize(
    ("find", "instead", "in_css"),
    [
        (r"#matrix-python-7:checked", "#matrix-python-x:checked", True),
        (r"#matrix-topic-2:checked", "#matrix-topic-x:checked", True),
        (r'<label for="matrix-system-windows">Windows</label>', "", False),
        (r'<input id="matrix-python-3"[^>]*>\s*<label[^>]*>3.13</label>', "", False),
    ],
)
def test_a_filter_that_does_nothing_is_seen(page, find, instead, in_css):
    """Planted: a rule lost, a label lost, a Python that no button offers."""
    spoiled, times = re.subn(find, instead, CSS if in_css else str(page), count=1)

    assert times == 1
    assert (
        dead_filters(page, spoiled)
        if in_css
        else dead_filters(BeautifulSoup(spoiled, "html.parser"), CSS)
    )


def test_the_style_sheet_follows_as_many_filters_as_there_may_be():
    """Twelve topics and twelve Pythons; this project has fewer."""
    for group, kind in (("topic", "t"), ("python", "p")):
        rule = rf":has\(#matrix-{group}-(\d+):checked\).*?:not\(\.{kind}(\d+)\)"
        found = re.findall(rule, CSS)
        rules = {int(chosen) for chosen, shown in found if chosen == shown}

        assert rules == set(range(1, matrix.MOST + 1))
    assert len({sample.topic for sample in samples().values()}) <= matrix.MOST
    assert len(Record(recorded(), tuple(supported())).pythons) <= matrix.MOST
