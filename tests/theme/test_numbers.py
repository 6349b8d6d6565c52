"""Measured numbers: how they are named, shown, and held to what is said of them."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter, pair
from recorder.write.quiet import Watch
from recorder.write.timing import measure_one, once
from shelf import ROOT, Sample, find
from shelf.fault import report
from shelf.sample import digest
from shelf.timing import TimingError, disturbances, record_path, tidy, timings, written
from tests.checks.site.numbers import no_number_by_hand
from tests.checks.site.site import Site
from theme.book.library import book
from theme.book.links import Links
from theme.book.sources import Source
from theme.faults import PageError
from theme.parts import chart
from theme.parts.numbers import Number, draw, hold, is_number, of, read, two
from theme.parts.numbers import shown as without_link

QUIET = {"cores": 2, "load_before": 0.4, "stolen": 0.0, "others": 0.01}


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [
        *((57.3, 2, "57"), (0.97, 1, "1"), (996, 2, "1000"), (0.0123, 2, "0.012"), (0, 2, "0")),
        *((57.3, 1, "60"), (5.73, 3, "5.73"), (0.0996, 2, "0.10"), (-0.0123, 1, "-0.01")),
    ],
)
def test_a_number_has_two_digits(value: float, digits: int, words: str) -> None:
    """No more is known, and an exponent is for no reader."""
    assert two(value, digits) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (Number("second", 57.3e-6, 2.1e-6, ()), "57 ± 2 µs"),
        (Number("second", 0.000998, 0.0, ()), "1.0 ± 0 ms"),
        (Number("second", 4.2e-9, 0.3e-9, ()), "4.2 ± 0.3 ns"),
        (Number("second", 0.997, 0.04, ()), "1.0 ± 0.04 s"),
        (Number("second", 600.0, 20.0, ()), "600 ± 20 s"),
        (Number("byte", 1.0, 0.0, ()), "1.0 ± 0 B"),
        (Number("byte", 990.0, 20.0, ()), "990 ± 20 B"),
        (Number("byte", 1024.0, 102.4, ()), "1.0 ± 0.1 KiB"),
        (Number("byte", 3 * 2**20, 2**10, ()), "3.0 ± 0 MiB"),
        (Number("byte", 2.5 * 2**30, 2**28, ()), "2.5 ± 0.2 GiB"),
        (Number("byte", 2**40, 0.0, ()), "1000 ± 0 GiB"),
        (Number("integer", 12, 1.0, ()), "12 ± 1"),
        (Number("ratio", 1.94, 0.02, ()), "1.9 ± 0.02 times"),
        (Number("ratio", 0.51, 0.01, ()), "51 ± 1 %"),
        (Number("share", 1.02, 0.01, ()), "100 ± 1 %"),
    ],
)
def test_a_number_says_value_spread_and_unit(number: Number, words: str) -> None:
    """In the largest unit of which there is at least one."""
    assert number.words == words.replace(" ", "\N{NO-BREAK SPACE}")


def test_the_spread_of_a_ratio_is_that_of_both(links: Links) -> None:
    """And a number stands without a link, too, under the name by which it is asked for."""
    sample = measured(links, "3.14", one=0.003, two=0.001)
    measured(links, "3.14t", one=0.004)
    path = record_path(sample, "3.14")
    data = json.loads(path.read_text())
    for one, values in zip(data["benchmarks"], ([3.0, 2.7, 3.3], [0.5, 0.54, 0.46]), strict=True):
        one["runs"][0]["values"] = values
    path.write_text(written(data))
    number, stem, key = read("threads/some_timing.one / two", links)

    # a tenth of the first, and 8 % of the second
    assert (number.value, stem, key) == (pytest.approx(6), "threads/some_timing", "one")
    assert number.spread == pytest.approx(6 * math.hypot(0.1, 0.08))
    names = []
    for tag, timing in timings(sample).items():
        bare = of(timing, timing.figure("one"))
        cell = without_link(bare)
        assert (bare.tags, cell.tag, cell.get("class")) == ((tag,), "span", "measured")
        assert (cell.text, cell.get("data-figure")) == (bare.words, bare.named)
        names.append(bare.named)
    assert names == ["threads/some_timing.one", "threads/some_timing.one.no_gil"]


def test_what_names_a_number_begins_with_its_program() -> None:
    assert is_number(" threads/some_timing .one")
    assert not is_number("threads/some.one")
    assert not is_number("see threads/some_timing.one")
    assert not is_number("threads/some_timing")


@pytest.mark.parametrize(
    "bounds", ["0.000057..0.000057 s", "50..60 µs", "9 µs..1 ms", "0.01..1 ms", "9 µs..99"]
)
def test_within_its_bounds_a_sentence_stands(bounds: str) -> None:
    """Each bound may have a unit of its own."""
    hold("x", Number("second", 57e-6, 0.0, ("3.14",)), bounds)


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ("60..90 µs", "is 57\xa0±\xa00\xa0µs on 3.14, which lies outside 60..90 µs"),
        ("50..60", "its bounds need one of the units ns, µs, ms, s"),
        ("50..60 KiB", "its bounds need one of the units"),
        ("about 50 µs", "are no bounds"),
    ],
)
def test_outside_its_bounds_it_stops_the_build(bounds: str, says: str) -> None:
    """The message names value and bounds."""
    with pytest.raises(PageError, match=says.replace(".", r"\.")):
        hold("x", Number("second", 57e-6, 0.0, ("3.14",)), bounds)


def measured(links: Links, tag: str, **values: float) -> Sample:
    """A program of the small checkout that measured these values on the Python `tag`."""
    sample = Sample(links.book.root, "threads/some_timing")
    sample.path.parent.mkdir(parents=True, exist_ok=True)
    sample.path.write_text('"""It measures."""\n')
    data = {
        "version": "1.0",
        "metadata": {**QUIET, "program": digest(sample), "loops": 1},
        "benchmarks": [
            {"metadata": {"name": name}, "runs": [{"metadata": {}, "values": [value] * 3}]}
            for name, value in values.items()
        ],
    }
    record_path(sample, tag).write_text(written(data))
    links.book.refresh()
    return sample


@pytest.fixture
def links(tmp_path: Path) -> Links:
    """The ways from a page of a small checkout."""
    (tmp_path / "pyproject.toml").write_text(
        '[tool.parallel]\nsupported = ["3.13", "3.14", "3.14t"]\n'
    )
    (tmp_path / "docs").mkdir()
    return Links(book(tmp_path), Source("threads/page.md", ""))


@pytest.mark.parametrize(("most", "last"), [("workers", "4.0"), ("cores", "2.0")])
def test_a_chart_draws_the_most_that_can_be_won(most: str, last: str) -> None:
    """As many times as there are workers, or no more than the cores of the record."""
    body = ["choosing/speed_up_timing", "processes: processes", "", "They win."]
    options = {"over": "limit 1", "x": "workers", "most": most, "clock": "all tasks"}
    links = Links(book(ROOT), Source("choosing/page.md", ""))
    drawn = chart.draw(find("choosing/speed_up_timing"), body, options, links, str)
    rows = [[cell.text or "" for cell in row] for row in drawn.iter("tr")]
    computed = [row for row in rows if row[-1] == "computed"]

    assert [row[1] for row in computed] == ["1", "2", "4"]
    assert computed[-1][2].startswith(last)


@pytest.mark.parametrize(
    ("stem", "keys", "lines"),
    [
        ("worker_memory", ("thread", "spawn"), ["4 KiB", "64 KiB", "1 MiB", "16 MiB"]),
        ("start_cost", ("fork", "spawn"), ["1 ms", "10 ms", "100 ms"]),
    ],
)
def test_the_lines_of_a_wide_chart_are_round(
    stem: str, keys: tuple[str, ...], lines: list[str]
) -> None:
    """A scale of bytes goes by sixteen and any other by ten, so that no line has a fraction."""
    sample = find(f"processes/{stem}_timing")
    body = [sample.stem, *(f"{key}: {key}" for key in keys), "", "They differ."]
    links = Links(book(ROOT), Source("processes/page.md", ""))
    drawn = chart.draw(sample, body, {"clock": "a start"}, links, str)
    texts = re.findall(r"<text[^>]*>(\d+(?:\.\d+)? [^<±]+)</text>", drawn[1].text or "")

    assert texts == lines


@pytest.mark.parametrize(
    ("stem", "words"),
    [
        ("start_cost", "What the clock covered: one `spawn`."),
        ("worker_memory", "What was counted: one `spawn`."),
    ],
)
def test_a_chart_says_what_the_clock_covered(stem: str, words: str) -> None:
    """Where its numbers are read; one that does not say it is no chart."""
    sample = find(f"processes/{stem}_timing")
    body = [sample.stem, "spawn: spawn", "", "It differs."]
    links = Links(book(ROOT), Source("processes/page.md", ""))
    drawn = chart.draw(sample, body, {"clock": "one `spawn`"}, links, str)

    assert ["".join(p.itertext()) for p in drawn.findall("p")] == [words.replace("`", "")]
    with pytest.raises(PageError, match="a chart says what the clock covered"):
        chart.draw(sample, body, {}, links, str)


def shown(content: str, links: Links) -> str:
    """The text that stands for ``[[content]]``."""
    return "".join(draw(content, links).itertext()).replace("\xa0", " ")


def test_a_number_names_its_python_where_there_are_several(links: Links) -> None:
    """The newest with the GIL is meant, unless the other build is asked for."""
    measured(links, "3.13", one=0.009)
    assert shown("threads/some_timing.one", links) == "9.0 ± 0 ms"

    measured(links, "3.14", one=0.003, two=0.001)
    measured(links, "3.14t", one=0.004)
    assert shown("threads/some_timing.one", links) == "3.0 ± 0 ms (on 3.14)"
    assert shown("threads/some_timing.one.no_gil", links) == "4.0 ± 0 ms (on 3.14t)"
    assert shown("threads/some_timing.one / two | 2..4", links) == "3.0 ± 0 times (on 3.14)"
    ratio = shown("threads/some_timing.one / one.no_gil", links)
    assert ratio == "75 ± 0 % (on 3.14 and 3.14t)"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("threads/some_timing.three", "has no 'three'; did you mean one, two"),
        ("threads/some_timing.one.no_gil", "was measured on no Python without the GIL"),
        ("threads/some_timing.one / ", "is no ratio|names no number"),
        ("threads/some_timing.one / a/b", "is no ratio: after ' / ' stands another key of threads"),
        ("threads/some_timing.one / size", r"one / size\]\] divides a second by a byte"),
        ("threads/some_timing.one | 4..5 ms", "is 3.0.±.0.ms on 3.14, which lies outside 4..5 ms"),
        ("threads/some_timing.one / two | 4..5", "3.0.±.0.times on 3.14, which lies outside 4..5"),
        ("threads/some_timing.one / two | 4..5 %", "is 300.±.0.% on 3.14, which lies outside 4.."),
        ("threads/some_timing.one | 2..3 ms or so", "'2..3 ms or so' are no bounds"),
        ("threads/some_timing.one / one.no_gil", "no Python without the GIL"),
    ],
)
def test_what_was_not_measured_has_no_number(links: Links, content: str, says: str) -> None:
    """The message names what there is; what lies outside its bounds has no place either."""
    sample = measured(links, "3.14", one=0.003, two=0.001, size=7)
    path = record_path(sample, "3.14")
    path.write_text(path.read_text().replace('"name": "size"', '"name": "size", "unit": "byte"'))

    with pytest.raises((PageError, TimingError), match=says):
        draw(content, links)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({}, []),
        ({"load_before": 2.5}, ["the load was 2.5 on 2 cores"]),
        ({"stolen": 0.02}, ["the host took 2.0% of the processors, more than 1%"]),
        ({"others": 0.2}, ["other programs took 20.0% of the processors, more than 5%"]),
    ],
)
def test_a_disturbed_measurement_is_seen(facts: dict[str, float], says: list[str]) -> None:
    """Load before, time taken by the host, and by others."""
    assert disturbances({**QUIET, **facts}) == says


def test_nothing_is_measured_under_load(tmp_path: Path, interpreter: Interpreter) -> None:
    """It refuses before the program runs, and the old file stays."""
    sample = Sample(tmp_path, "threads/some_timing")
    sample.path.parent.mkdir(parents=True)
    sample.path.write_text("raise SystemExit(5)\n")
    watch = Watch()
    watch.load = 99.0
    done = measure_one(sample, interpreter, watch)

    assert done.news == "refused"
    assert "the load is 99.0 on" in report(list(done.faults))
    assert list(sample.path.parent.glob("*.json")) == []


STAGED = '# /// script\n# dependencies = ["pyperf"]\n# [tool.sample]\n# stage = "shop"\n# ///\n'


def staged(root: Path, stage: str) -> Sample:
    """A program that measures beside a stage."""
    sample = Sample(root, "threads/some_timing")
    (sample.path.parent / "stages").mkdir(parents=True)
    (sample.path.parent / "stages" / "shop.py").write_text(stage)
    sample.path.write_text(STAGED + 'import os\nprint("in", os.environ["SHOP"])\n')
    return sample


def test_a_stage_stands_beside_what_measures(tmp_path: Path, interpreter: Interpreter) -> None:
    """It is set up as beside any other program."""
    stage = 'import os\n\n\ndef stage():\n    os.environ["SHOP"] = "a shop"\n    yield\n'

    assert once(staged(tmp_path, stage), interpreter).text == "in a shop\n"


def test_what_a_stage_lacks_is_told(tmp_path: Path, interpreter: Interpreter) -> None:
    """The program is left out, as the matrix leaves it out, and nothing is refused."""
    stage = 'def missing():\n    return "no shop here: open one"\n'
    done = measure_one(staged(tmp_path, stage), interpreter, Watch())

    assert (done.news, done.faults) == ("not run: no shop here: open one", ())


def test_a_record_names_no_machine() -> None:
    """Neither its name nor its folders are kept, and no run that only calibrates."""
    data = {
        "version": "1.0",
        "metadata": {"hostname": "pc", "python_executable": "/home/me/python", "timer": "t"},
        "benchmarks": [{"metadata": {"name": "x"}, "runs": [{"metadata": {}}, {"values": [1.0]}]}],
    }

    assert tidy(data) == {
        "version": "1.0",
        "metadata": {"timer": "t"},
        "benchmarks": [{"metadata": {"name": "x"}, "runs": [{"metadata": {}, "values": [1.0]}]}],
    }


def test_builds_are_compared_in_pairs() -> None:
    """What is measured unasked is one Python, in both builds if they are here."""
    tags = [one.tag for one in pair()]

    assert len({tag.removesuffix("t") for tag in tags}) == 1


def test_a_number_by_hand_is_seen_across_marks(tmp_path: Path) -> None:
    """The reader sees one sentence, whatever is bold in it; what was measured passes."""
    (tmp_path / "index.html").write_text(
        "<p>It takes <b>5</b> ms.</p><pre>in 7 ms</pre>"
        '<p>It takes <a class="measured">9 ± 1 ms</a>.</p>'
    )
    (fault,) = no_number_by_hand(Site(tmp_path, tmp_path))

    assert fault.what == "a duration that no record knows: '5 ms'"
