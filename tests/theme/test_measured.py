"""What was measured stands in tables: each number on each Python, the machine, and the files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shelf import Sample
from shelf.sample import digest
from shelf.timing import record_path, written
from tests.made import lay_out
from tests.theme.figures import figure
from theme.book.fences import Fence
from theme.book.library import book
from theme.book.links import Links
from theme.book.sources import Source
from theme.parts import measured, tested
from theme.parts.part import Asked

FACTS = {"cores": 2, "load_before": 0.4, "load_after": 1.25, "stolen": 0.0, "others": 0.0123}


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A program that measured one number on two Pythons, and another on one of them."""
    (tmp_path / "pyproject.toml").write_text(
        '[tool.parallel]\nsupported = ["3.13", "3.14", "3.14t"]\n'
    )
    (tmp_path / "docs").mkdir()
    one = Sample(tmp_path, "threads/start_timing")
    one.path.parent.mkdir(parents=True)
    one.path.write_text('"""It measures."""\n')
    for tag, values in (("3.14", {"one": 0.003, "two_at once": 4.0}), ("3.14t", {"one": 0.004})):
        benchmarks = [
            {"metadata": {"name": name}, "runs": [{"metadata": {}, "values": [value] * count}]}
            for count, (name, value) in enumerate(values.items(), 3)
        ]
        facts = {**FACTS, "program": digest(one), "loops": 1, "python_version": tag}
        data = {"version": "1.0", "metadata": facts, "benchmarks": benchmarks}
        record_path(one, tag).write_text(written(data))
    return one


def asked(root: Path, body: tuple[str, ...]) -> Asked:
    return Asked(Fence(1, "it", body, 3), Links(book(root), Source("timings/page.md", "")))


def rows(root: Path, stem: str) -> list[list[list[str]]]:
    """The tables of what a program measured."""
    page = figure(measured.PART, asked(root, (stem,)))
    return [
        [[cell.get_text().replace("\xa0", " ") for cell in row.select("th, td")] for row in rows]
        for rows in (table.select("tr") for table in page.select("table"))
    ]


def test_each_number_stands_under_its_python(sample: Sample) -> None:
    """With how many values it is made of; what was not measured on one has a dash."""
    numbers, _ = rows(sample.root, sample.stem)

    assert numbers == [
        ["The numbers", "Python 3.14", "Python 3.14t"],
        ["one", "3.0 ± 0 ms", "4.0 ± 0 ms"],
        ["two_at once", "4.0 ± 0 s", "–"],
        ["values for each", "3 to 4", "3"],
    ]


def test_a_number_can_be_led_to(sample: Sample) -> None:
    page = figure(measured.PART, asked(sample.root, (sample.stem,)))

    assert [row["id"] for row in page.select("tr[id]")] == ["one", "two_at-once"]


def test_of_the_machine_all_is_told_that_is_known(sample: Sample) -> None:
    """Shares in percent, other numbers as they are; and the files lie ready."""
    _, machine = rows(sample.root, sample.stem)
    told = {name: cells for name, *cells in machine}

    assert told["Python"] == ["3.14", "3.14t"]
    assert told["processor"] == ["not known", "not known"]
    assert told["load after"] == ["1.25", "1.25"]
    assert told["cores to use"] == ["2", "2"]
    assert told["time taken by the host"] == ["0.0%", "0.0%"]
    assert told["time taken by other programs"] == ["1.2%", "1.2%"]
    assert told["raw data"] == ["start_timing.3.14.json", "start_timing.3.14t.json"]


def test_the_numbers_are_told_in_lines(sample: Sample) -> None:
    told = [
        line.replace("\xa0", " ") for line in measured.PART.tell(asked(sample.root, (sample.stem,)))
    ]

    assert told == [
        "- one, Python 3.14: 3.0 ± 0 ms",
        "- two_at once, Python 3.14: 4.0 ± 0 s",
        "- one, Python 3.14t: 4.0 ± 0 ms",
    ]


def test_what_was_tested_is_counted(tmp_path: Path) -> None:
    """Runs that passed of the programs as they are, and the Pythons and systems of these."""
    root = lay_out(tmp_path)
    page = figure(tested.PART, asked(root, ()))
    told = dict(
        zip(
            (term.get_text() for term in page.select("dt")),
            (words.get_text() for words in page.select("dd")),
            strict=True,
        )
    )

    assert told == {
        "Programs": "5, of which 0 are broken on purpose",
        "Passed": "32 runs",
        "Pythons": "3.11.7, 3.12.7, 3.13.7, 3.14.7, 3.14.7t, 3.15.7 and 3.15.7t",
        "Systems": "Linux and Windows",
    }
    assert [*tested.PART.tell(asked(root, ()))] == [f"- {k}: {v}" for k, v in told.items()]
    assert page.a["href"] == "../matrix.md"


def test_where_nothing_passed_there_is_none(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    path = root / "snippets/matrix.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"runs": []}))

    assert [*tested.PART.tell(asked(root, ()))][1:] == [
        *("- Passed: 0 runs", "- Pythons: none", "- Systems: none"),
    ]
