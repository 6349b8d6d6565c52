"""A measurement is read with what disturbed it, and is published only where nothing did."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shelf import Sample
from shelf.seal import is_whole
from shelf.timing import (
    FACTS,
    RUN_FACTS,
    Figure,
    TimingError,
    disturbances,
    read_timing,
    record_path,
    tidy,
    timings,
    written,
)

QUIET = {"cores": 2, "load_before": 2.0, "stolen": 0.01, "others": 0.05}


@pytest.fixture
def sample(program: Callable[..., Sample]) -> Sample:
    return program("print(1)\n", "threads/wait_timing")


def document(sample: Sample, **facts: object) -> dict[str, Any]:
    """What pyperf would write of two benchmarks."""
    whole = {"program": sample.digest, **QUIET, **facts, "python_version": "3.14.7"}
    return {
        "version": "1.0",
        "metadata": {**whole, "loops": 1},
        "benchmarks": [
            {
                "metadata": {"name": name, "unit": unit},
                "runs": [{"metadata": {}, "values": [value]} for value in values],
            }
            for name, unit, values in (
                ("fork", "second", [1.0, 2.0, 4.0, 9.0, 3.0]),
                ("spawn", "byte", [50, 70]),
            )
        ],
    }


def put(sample: Sample, tag: str = "3.14", **facts: object) -> Path:
    """Say that a program was measured."""
    path = record_path(sample, tag)
    path.write_text(json.dumps(document(sample, **facts)))
    return path


def test_a_figure_is_median_and_spread(sample: Sample) -> None:
    """Of each benchmark by its name, with its unit and how many values it has."""
    path = put(sample)
    timing = read_timing(sample, "3.14")

    assert path.name == "wait_timing.3.14.json"
    assert timing.figures == {
        "fork": Figure("fork", "second", 3.0, 1.0, 5),
        "spawn": Figure("spawn", "byte", 60.0, 10.0, 2),
    }
    assert timing.figure("spawn").value == 60
    assert (timing.tag, timing.path, timing.sample) == ("3.14", path, sample)
    assert timing.facts["python_version"] == "3.14.7"
    assert timing.name == "snippets/threads/wait_timing.3.14.json"


def test_a_number_that_there_is_not_names_the_nearest(sample: Sample) -> None:
    put(sample)

    with pytest.raises(TimingError, match=r"wait_timing.3.14.json has no 'spwan'; did you mean sp"):
        read_timing(sample, "3.14").figure("spwan")


def test_a_free_threaded_build_has_no_gil(sample: Sample) -> None:
    put(sample)
    put(sample, "3.14t")

    assert [read_timing(sample, tag).gil for tag in ("3.14", "3.14t")] == [True, False]


def test_a_file_is_read_again_when_it_has_changed(sample: Sample) -> None:
    put(sample)
    before = read_timing(sample, "3.14").facts["cores"]
    put(sample, cores=16)

    assert (before, read_timing(sample, "3.14").facts["cores"]) == (2, 16)


@pytest.mark.parametrize("text", ["{", "{}", '{"version": "1.0", "benchmarks": [{}]}'])
def test_a_file_without_measurements_is_named(sample: Sample, text: str) -> None:
    record_path(sample, "3.14").write_text(text)

    with pytest.raises(
        TimingError,
        match=r"wait_timing.3.14.json: holds no measurements \(.*\);"
        r" measure again: make measure ONLY=\.\.\./wait_timing$",
    ):
        read_timing(sample, "3.14")


def test_a_quiet_machine_disturbs_nothing() -> None:
    """What stands at its limit is still quiet."""
    assert disturbances(QUIET) == []


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"load_before": 2.01}, "the load was 2.01 on 2 cores"),
        ({"cores": 1}, "the load was 2.0 on 1 cores"),
        ({"stolen": 0.011}, "the host took 1.1% of the processors, more than 1%"),
        ({"others": 0.051}, "other programs took 5.1% of the processors, more than 5%"),
    ],
)
def test_each_disturbance_is_told(facts: dict[str, float], says: str) -> None:
    assert disturbances({**QUIET, **facts}) == [says]


def test_what_is_not_noted_counts_as_disturbed() -> None:
    """A file that somebody wrote by hand has none of it."""
    assert disturbances({}) == [
        "the load was inf on 1 cores",
        "the host took 100.0% of the processors, more than 1%",
        "other programs took 100.0% of the processors, more than 5%",
    ]


def test_measurements_stand_by_python_in_their_order(sample: Sample) -> None:
    """Those that there are, of Pythons that are supported."""
    for tag in ("3.15", "3.14t", "3.14", "3.8"):
        put(sample, tag)

    assert [*timings(sample)] == ["3.14", "3.14t", "3.15"]


def test_what_was_not_measured_or_disturbed_is_not_published(sample: Sample) -> None:
    """The first doubt is told, with the command that helps."""
    with pytest.raises(TimingError, match=r"^threads/wait_timing was not measured yet: make meas"):
        timings(sample)

    put(sample, load_before=3.0, program="0" * 16)
    assert [words.partition(" the ")[0] for words in read_timing(sample, "3.14").doubts()] == [
        "was measured by another version of its program",
        "was measured while",
    ]
    with pytest.raises(
        TimingError,
        match=r"wait_timing.3.14.json was measured by another version of its program;"
        " measure again: make measure ONLY=threads/wait_timing$",
    ):
        timings(sample)
    put(sample, load_before=3.0)
    with pytest.raises(TimingError, match=r"was measured while the load was 3.0 on 2 cores; mea"):
        timings(sample)


def test_nothing_that_names_a_machine_is_kept() -> None:
    """Nor a run that only calibrates, nor what is no measurement; the rest stays as it was."""
    kept = {name: name for name in RUN_FACTS}
    facts = {**{name: name for name in FACTS}, **kept, "hostname": "ada", "boot_time": "1"}
    run = {"metadata": {**kept, "date": "today"}, "values": [1.0], "warmups": [[1, 2]]}
    data = {
        "version": "1.0",
        "metadata": facts,
        "benchmarks": [
            {"metadata": {**kept, "pid": 3}, "runs": [{"warmups": [[1, 2]]}, run, {"values": []}]},
            {"runs": [{"values": [2.0]}], "x": 1},
        ],
    }

    assert tidy(data) == {
        "version": "1.0",
        "metadata": {name: name for name in (*FACTS, *RUN_FACTS)},
        "benchmarks": [
            {"metadata": kept, "runs": [{"metadata": kept, "values": [1.0]}]},
            {"metadata": {}, "runs": [{"metadata": {}, "values": [2.0]}]},
        ],
    }
    assert [*tidy(data)["metadata"]] == sorted({*FACTS, *RUN_FACTS})
    assert tidy({"version": "1.0", "benchmarks": []})["metadata"] == {}


def test_each_run_is_a_line(sample: Sample) -> None:
    """So that a change can be read; the text is the document."""
    data = tidy(document(sample))
    text = written(data)

    told = json.loads(text)
    assert told["metadata"].pop("seal") and is_whole(text)
    assert told == data
    assert text.count('   {"metadata"') == 7
    assert text.endswith("\n ]\n}\n")
    data["metadata"] = {"b": 1, "a": 2}
    assert '"metadata": {"a": 2, "b": 1, "seal": "' in written(data)
