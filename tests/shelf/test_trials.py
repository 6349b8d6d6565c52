"""What was done to programs is merged, counted and told, of each as it is now."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shelf import Sample, mutants
from shelf.deeds import DEEDS, FAMILIES, SPARABLE
from shelf.ledger import MatrixError, torn
from shelf.trials import concerned, counts, current, digest, read, taken, update

Did = dict[str, dict[str, str]]


@pytest.fixture
def sample(program: Callable[..., Sample]) -> Sample:
    return program("print(1)\n")


def run(sample: Sample, did: Did, python: str = "3.14", date: str = "2026-11-28") -> Any:
    """A record of one program on one Python."""
    entry = {"digest": digest(sample), "date": date, "did": did}
    one = {"python": python, "system": "linux", "programs": {sample.stem: entry}}
    return {"schema": 1, "runs": [one], "news": []}


def both(*records: Any) -> Any:
    """The runs of several records in one."""
    return {"schema": 1, "runs": [one for record in records for one in record["runs"]], "news": []}


def test_no_file_is_an_empty_record(tmp_path: Path) -> None:
    assert read(tmp_path / "none.json") == {"schema": 1, "runs": [], "news": []}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", r"not JSON \(.*\)"),
        ("[]", "not a record of schema 1"),
        ("{}", "not a record of schema 1"),
        ('{"schema": 2}', "not a record of schema 1"),
    ],
)
def test_a_record_that_cannot_be_read_is_named(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "trials.json"
    file.write_text(text)

    with pytest.raises(MatrixError, match=f"trials.json: {says}; remove it, then make use$"):
        read(file)


def test_programs_that_somebody_starts_work_from_are_tried() -> None:
    stems = ["threads/a", "threads/a_broken", "threads/a_timing"]

    assert [concerned(Sample(Path("top"), stem)) for stem in stems] == [True, False, False]


def test_a_fresh_run_replaces_the_same_program_alone(
    program: Callable[..., Sample], tmp_path: Path
) -> None:
    """Others of that Python stay, and other Pythons; a program that changed or is gone goes."""
    one, two, gone = (program("print(1)\n", f"threads/{name}") for name in ("one", "two", "gone"))
    file = tmp_path / "trials.json"
    known = {each.stem: each for each in (one, two)}
    old: Did = {"error": {"ended": "main 1"}}
    new: Did = {"error": {"hung": "main 1"}}
    for fresh in (run(one, old), run(one, old, "3.11"), run(two, old), run(gone, old)):
        update(file, [fresh], known | {gone.stem: gone})
    update(file, [run(one, new)], known)
    assert torn(read(file)) == []
    assert len(digest(one)) == 16

    def seen() -> dict[str, dict[str, Did]]:
        runs = json.loads(file.read_text())["runs"]
        return {
            run["python"]: {stem: entry["did"] for stem, entry in run["programs"].items()}
            for run in runs
        }

    assert seen() == {"3.11": {one.stem: old}, "3.14": {one.stem: new, two.stem: old}}
    one.path.write_text("print(2)\n")
    update(file, [], {stem: Sample(tmp_path, stem) for stem in known})
    assert seen() == {"3.11": {}, "3.14": {two.stem: old}}


def test_the_record_of_another_state_is_none(sample: Sample) -> None:
    record = both(run(sample, {}, "3.11"), run(sample, {}, "3.14"))
    assert [*current(record, sample)] == ["3.11", "3.14"]

    record["runs"][0]["programs"][sample.stem]["digest"] = "0" * 16
    record["runs"].append({"python": "3.15", "system": "linux", "programs": {}})
    assert [*current(record, sample)] == ["3.14"]


def test_each_place_is_a_trial_and_what_is_spared_is_one() -> None:
    """The reason may have commas in it, in a record that comes from a file, too."""
    did = {"error": {"ended": "main 3, main 4, thread 5"}, "kill": {"spared": "a, b, c"}}
    entry = {"did": did}

    assert counts(entry) == {("error", "ended"): 3, ("kill", "spared"): 1}
    assert counts(json.loads(json.dumps(entry))) == counts(entry)


def test_how_a_program_took_it_is_told(sample: Sample) -> None:
    """Over all Pythons: what ended well is counted, and a family is good where nothing was bad."""
    told = taken(
        both(
            run(
                sample,
                {
                    "error": {"ended": "main 1, main 2"},
                    "keyboard": {"hung": "main 3", "unreached": "main 4"},
                    "one": {"ended": "main 1"},
                    "kill": {"spared": "it has none, ever"},
                    "idle": {"unreached": "main 1"},
                },
                "3.11",
                "2026-11-29",
            ),
            run(
                sample,
                {
                    "interrupt": {"ended": "main 1"},
                    "terminate": {"untried": "main 2"},
                    "one": {"ended": "main 5"},
                },
                "3.14",
            ),
        ),
        sample,
    )

    assert (told.pythons, told.date, told.done) == (("3.11", "3.14"), "2026-11-29", 5)
    assert told.well == ("grow", "interrupt")
    assert told.spared == {"kill": "it has none, ever"}
    assert told.faults == {
        "3.11": {"keyboard hung": "main 3"},
        "3.14": {"terminate untried": "main 2"},
    }


@pytest.mark.parametrize("outcome", ["hung", "left", "silent", "status", "other", "untried"])
def test_one_bad_outcome_spoils_its_family(sample: Sample, outcome: str) -> None:
    told = taken(run(sample, {"error": {"ended": "main 1", outcome: "main 2"}}), sample)

    assert (told.well, told.faults) == ((), {"3.14": {f"error {outcome}": "main 2"}})


def test_what_was_never_tried_is_told_as_that(sample: Sample) -> None:
    told = taken({"schema": 1, "runs": [], "news": []}, sample)

    assert (told.pythons, told.date, told.done, told.well) == ((), "", 0, ())


def test_what_a_header_may_spare_is_a_family_or_a_deed() -> None:
    """Each once, though two deeds have the name of their family."""
    assert FAMILIES == ("raise", "grow", "interrupt", "sigterm", "kill")
    assert {*SPARABLE} == {*FAMILIES, *DEEDS}
    assert len({*SPARABLE}) == len(SPARABLE)
    assert all(name == deed.name for name, deed in DEEDS.items())


# What was taken out of programs has the same form


def test_who_noticed_is_counted_by_operator() -> None:
    entry: Any = {
        "did": {"with": {"output": "24, 31", "use": "24.2"}, "not": {"nobody": "3"}},
        "survived": [["not", "3", "not a", "a"]],
    }

    assert mutants.counts(entry) == {"with": {"output": 2, "use": 1}, "not": {"nobody": 1}}
    assert mutants.survivors(entry) == [("not", "3", "not a", "a")]


def test_mutants_on_record_are_of_the_program_as_it_is(sample: Sample) -> None:
    file = sample.root / mutants.NAME
    record = run(sample, {"with": {"output": "2"}})
    file.write_text(json.dumps(record))
    other = Sample(sample.root, "threads/other")
    other.path.write_text("print(1)\n")
    known = {one.stem: one for one in (sample, other)}

    ((stem, (tag, entry)),) = mutants.entries(sample.root, known).items()
    assert (stem, tag, entry["did"]) == (sample.stem, "3.14", {"with": {"output": "2"}})
    record["runs"][0]["programs"][sample.stem]["digest"] = "0" * 16
    file.write_text(json.dumps(record))
    assert mutants.entries(sample.root, known) == {}
