"""Cells of many runs are merged, judged and doubted."""

from __future__ import annotations

import copy
import datetime
import json

import jsonschema
import pytest

from recorder.__main__ import main
from recorder.write.matrix import matrix_of, run_cells
from shelf import samples
from shelf.ledger import (
    MatrixError,
    brief,
    cells,
    changes,
    current,
    merge,
    read,
    state,
    torn,
    update,
    write,
)
from shelf.matrix import SCHEMA, doubts, recorded
from shelf.sample import digest
from shelf.support import observed, only_observed, supported

TODAY = datetime.date(2026, 11, 22)


def matrix(
    system: str = "linux",
    python: str = "3.14",
    version: str = "3.14.7",
    digest: str = "0" * 16,
    date: str = "2026-11-22",
    **cells_: str,
) -> dict:
    """A matrix of one run and one program, made by hand."""
    return {
        "schema": 1,
        "runs": [
            {
                "python": python,
                "version": version,
                "gil": not python.endswith("t"),
                "system": system,
                "machine": "x86_64",
                "compiler": "GCC",
                "default": "spawn",
                "programs": {"threads/a": {"digest": digest, "date": date, "cells": cells_}},
            }
        ],
        "news": [],
    }


def test_cells_of_three_systems_become_one_matrix():
    """Each keeps its own cells, sorted by system and Python."""
    merged = merge(
        [
            matrix("windows", spawn="passed"),
            matrix("linux", "3.14t", spawn="passed", fork="passed"),
            matrix("macos", spawn="failed: x"),
            matrix("linux", fork="passed"),
        ]
    )

    assert [(cell[1], cell[2], cell[3], cell[4]) for cell in cells(merged)] == [
        ("linux", "3.14", "fork", "passed"),
        ("linux", "3.14t", "spawn", "passed"),
        ("linux", "3.14t", "fork", "passed"),
        ("macos", "3.14", "spawn", "failed: x"),
        ("windows", "3.14", "spawn", "passed"),
    ]
    jsonschema.validate(merged, json.loads(SCHEMA.read_text()))


def test_a_later_cell_replaces_an_earlier_one():
    """Newer cells win one by one, and the others stay."""
    merged = merge([matrix(fork="passed", spawn="passed"), matrix(fork="failed: x")])

    assert {cell[3]: cell[4] for cell in cells(merged)} == {"fork": "failed: x", "spawn": "passed"}


def test_a_cell_that_was_kept_keeps_its_date():
    """An entry is as old as its oldest cell."""
    old = matrix(date="2026-01-01", fork="passed", spawn="passed")
    part = merge([old, matrix(fork="failed: x")])
    whole = merge([old, matrix(fork="failed: x", spawn="passed")])

    assert {cell[5] for cell in cells(part)} == {"2026-01-01"}
    assert {cell[5] for cell in cells(whole)} == {"2026-11-22"}


def test_another_version_replaces_the_whole_run():
    """A cell of 3.14.7 says nothing about 3.14.10."""
    merged = merge(
        [matrix(fork="passed", spawn="passed"), matrix(version="3.14.10", fork="passed")]
    )

    assert [(cell[3], cell[4]) for cell in cells(merged)] == [("fork", "passed")]


def test_repeating_makes_no_difference(tmp_path):
    """The same cells on another day leave the file as it was."""
    file = tmp_path / "matrix.json"
    write(merge([matrix(fork="passed")]), file)
    first = file.read_bytes()
    write(merge([read(file), matrix(fork="passed", date="2027-01-01")]), file)

    assert file.read_bytes() == first


def test_cells_of_a_program_that_changed_are_not_run(program, interpreter, tmp_path):
    """A changed program, or a changed transcript, has no cells until it has run again."""
    sample = program("print(1)\n", transcript="1\n")
    seen = matrix_of(run_cells([sample], [interpreter]), TODAY)
    known = samples(tmp_path)
    assert len(list(cells(current(seen, known)))) == len(interpreter.start_methods)

    sample.transcript_path().write_text("$ python subject.py\n2\n")
    assert not list(cells(current(seen, samples(tmp_path))))


def test_what_turned_is_news(tmp_path, program, interpreter):
    """A cell that turned is told, and stays told until another one turns."""
    program("print(1)\n", transcript="1\n")
    known = samples(tmp_path)
    file = tmp_path / "matrix.json"
    good = matrix_of(run_cells(list(known.values()), [interpreter]), TODAY)
    bad = json.loads(json.dumps(good).replace('"spawn": "passed"', '"spawn": "failed: x"'))
    first, second, third = (update(file, [one], known)["news"] for one in (good, bad, bad))

    assert first == []
    assert [(item["start_method"], item["was"], item["is"]) for item in second] == [
        ("spawn", "passed", "failed: x")
    ]
    assert [{**item, "seal": ""} for item in third] == [{**item, "seal": ""} for item in second]


def test_a_new_program_is_news_only_if_it_fails():
    """That a cell is run for the first time and passes is what everybody expects."""
    empty = {"schema": 1, "runs": [], "news": []}

    assert changes(empty, matrix(fork="passed", spawn="not run: only on 3.99 and later")) == []
    assert [item["was"] for item in changes(empty, matrix(fork="failed: x"))] == ["not run"]


def test_news_says_what_was_and_what_is():
    """Of a cell that turned: program, Python, system, start method, and when; no more lines."""
    old = matrix(fork="passed", spawn="failed: x: y", forkserver="not run: spawn only")
    new = matrix(
        date="2026-12-01", fork="failed: a: b\nc", spawn="failed: z", forkserver="not run: other"
    )
    where = {"program": "threads/a", "python": "3.14", "system": "linux", "start_method": "fork"}

    assert changes(old, new) == [
        {**where, "was": "passed", "is": "failed: a: b", "date": "2026-12-01"}
    ]
    assert state("failed: a: b") == "failed"
    assert state("passed") == "passed"
    assert brief("failed: a\nb\nc") == "failed: a"


def test_news_stays_until_there_is_other():
    """That of the last matrix that has any."""
    one, two, three = ({**matrix(fork="passed"), "news": news} for news in ([1], [2], []))

    assert merge([one, two, three])["news"] == [2]
    assert merge([one, three])["news"] == [1]
    assert merge([three])["news"] == []


def test_a_run_without_programs_changes_nothing():
    """Nothing had to be run; those behind it are merged all the same."""
    seen = matrix(fork="passed")
    empty = matrix(version="3.14.9")
    empty["runs"][0]["programs"] = {}
    other = matrix("macos", spawn="passed")
    both = {**empty, "runs": [*empty["runs"], *other["runs"]]}

    assert merge([seen, both])["runs"] == [*seen["runs"], *other["runs"]]
    assert merge([empty])["runs"] == empty["runs"]


def test_each_run_of_one_file_is_merged():
    """Behind one of another version, too, and each program of it."""
    newer = matrix(version="3.14.9", fork="passed")
    run = {**newer["runs"][0], "compiler": "Clang"}
    one = matrix("macos", fork="failed: x")
    again = {**one["runs"][0]["programs"]["threads/a"], "date": "2026-12-01"}
    other = {**again, "digest": "1" * 16}
    programs = {"threads/a": again, "threads/b": other}
    late = {**newer, "runs": [run, {**one["runs"][0], "compiler": "Clang", "programs": programs}]}
    linux, macos = merge([matrix(fork="passed"), one, late])["runs"]

    assert linux == run
    assert macos["compiler"] == "Clang"
    assert macos["programs"]["threads/a"]["date"] == "2026-11-22"
    assert macos["programs"]["threads/b"] == other


def test_cells_of_another_state_replace_the_whole_entry():
    """They are of another program."""
    merged = merge([matrix(fork="passed", spawn="passed"), matrix(digest="1" * 16, fork="passed")])

    (entry,) = merged["runs"][0]["programs"].values()
    assert (entry["digest"], entry["cells"]) == ("1" * 16, {"fork": "passed"})


def test_merging_leaves_what_it_was_given_as_it_was():
    one, two = matrix(fork="passed"), matrix(spawn="passed")
    before = json.dumps(one)
    merge([one, two])

    assert json.dumps(one) == before


def test_a_change_of_one_cell_is_a_change_of_one_line(tmp_path):
    """Programs, runs and cells stand in order, whoever wrote them; no part is left behind."""
    file = tmp_path / "matrix.json"
    one = matrix("macos", fork="passed", spawn="passed")
    programs = one["runs"][0]["programs"]
    programs = {"threads/b": copy.deepcopy(programs["threads/a"]), **programs}
    one["runs"][0]["programs"] = programs
    one["runs"] += matrix("linux", "3.9", fork="passed")["runs"] + matrix("linux")["runs"]
    one["news"] = [{"program": "a"}, {"program": "b"}]
    write(one, file)
    before = file.read_text().split("\n")
    found = read(file)

    assert [(run["system"], run["python"]) for run in found["runs"]] == [
        *(("linux", "3.9"), ("linux", "3.14"), ("macos", "3.14"))
    ]
    assert [*found["runs"][2]["programs"]] == ["threads/a", "threads/b"]
    assert [item["program"] for item in found["news"]] == ["a", "b"]
    (first, last) = (line for line in before if '"program": ' in line)
    assert first.endswith('"program": "a"},') and last.endswith('"program": "b"}')
    heads = [line for line in before if '"machine"' in line]
    assert all(line.endswith(', "programs": {') and "threads" not in line for line in heads)
    programs["threads/a"]["cells"]["fork"] = "failed: x"
    write(one, file)
    after = file.read_text().split("\n")
    (line,) = (b for a, b in zip(before, after, strict=True) if a != b)
    entry = json.loads(line.strip().removeprefix('"threads/a": ').removesuffix(","))
    assert entry == {"seal": entry["seal"], **programs["threads/a"]}
    assert [*tmp_path.iterdir()] == [file]
    empty = tmp_path / "empty.json"
    write({"schema": 1, "runs": [], "news": []}, empty)
    assert json.loads(empty.read_text()) == read(empty) == {"schema": 1, "runs": [], "news": []}


def test_an_entry_changed_by_hand_is_torn(tmp_path):
    """It stays so when others are written, and is whole again when it ran again."""
    file = tmp_path / "matrix.json"
    write(matrix(fork="passed", spawn="passed"), file)
    assert torn(read(file)) == []
    file.write_text(file.read_text().replace('"fork": "passed"', '"fork": "not run"'))

    write(read(file), file)

    assert torn(read(file)) == [("3.14", "threads/a")]
    item = {"program": "threads/a", "python": "3.14", "was": "passed"}
    write({**matrix(), "news": [item]}, tmp_path / "news.json")
    text = (tmp_path / "news.json").read_text()
    (tmp_path / "news.json").write_text(text.replace('"was": "passed"', '"was": "not run"'))
    assert torn(read(tmp_path / "news.json")) == [("3.14", "threads/a")]
    write(merge([read(file), matrix(fork="passed", spawn="passed")]), file)
    assert torn(read(file)) == []


def test_what_two_machines_ran_is_whole_together(tmp_path):
    """Each part has its own seal, and neither is that of both."""
    parts = []
    for method in ("fork", "spawn"):
        write(matrix(**{method: "passed"}), tmp_path / method)
        parts.append(read(tmp_path / method))
    write(merge(parts), tmp_path / "both")

    assert torn(read(tmp_path / "both")) == []


def test_merged_cells_stand_by_name():
    """So that the file is the same, whichever ran first."""
    merged = merge([matrix(spawn="passed"), matrix(fork="passed")])

    (entry,) = merged["runs"][0]["programs"].values()
    assert [*entry["cells"]] == ["fork", "spawn"]


@pytest.mark.parametrize("text", ["[]", "{}", '{"schema": 2}', "3"])
def test_a_file_of_another_form_is_named(tmp_path, text):
    file = tmp_path / "matrix.json"
    file.write_text(text)

    with pytest.raises(
        MatrixError, match=r"matrix.json: not a matrix of schema 1; remove it, then make matrix$"
    ):
        read(file)
    assert read(tmp_path / "none.json") == {"schema": 1, "runs": [], "news": []}


def test_a_damaged_file_is_named(tmp_path, capsys):
    """The message says which file and how to mend it."""
    file = tmp_path / "matrix.json"
    file.write_text("{")

    with pytest.raises(MatrixError, match=r"matrix.json: not JSON .*make matrix"):
        read(file)
    assert main(["merge", str(tmp_path / "absent.json"), "--to", str(file)]) == 2
    assert "absent.json: no such file" in capsys.readouterr().err


@pytest.mark.parametrize(("system", "status"), [("linux", 1), ("windows", 0)])
def test_merging_reports_what_failed(tmp_path, capsys, system, status):
    """It ends with 1, so that nothing is published, unless that is only observed."""
    known = samples()
    stem, sample = next(iter(known.items()))
    one = matrix(system, digest=digest(sample), spawn="failed: nothing printed\n    - 1")
    one["runs"][0]["programs"] = {stem: one["runs"][0]["programs"]["threads/a"]}
    file = tmp_path / "some.json"
    write(one, file)

    assert main(["merge", str(file), "--to", str(tmp_path / "all.json")]) == status
    told = capsys.readouterr().out
    assert f"{stem} on {system}, Python 3.14, spawn: failed: nothing printed" in told
    assert ("(only observed)" in told) == (not status)
    jsonschema.validate(one, json.loads(SCHEMA.read_text()))


def test_what_is_required_has_to_come_and_the_rest_may_stay_away(tmp_path, capsys):
    """A job that never came back, or whose file is broken, stops only where it is required."""
    one, two, broken = (tmp_path / f"{name}.json" for name in ("one", "two", "broken"))
    write(matrix(python="3.14"), one)
    write(matrix("windows", python="3.15", version="3.15.2"), two)
    broken.write_text("{")
    to = ["--whole", "--to", str(tmp_path / "all.json"), "--on", "3.14"]

    assert main(["merge", *to, str(one), str(two)]) == 0
    assert main(["merge", *to, str(one), str(broken)]) == 0
    assert "left out: " in capsys.readouterr().out
    assert main(["merge", *to, str(two), str(broken)]) == 1
    assert "Python 3.14 on Linux: required, and no cells came" in capsys.readouterr().out
    assert main(["merge", *to, "--on", "3.13", str(one), str(two)]) == 1
    assert "Python 3.13 on Linux: required" in capsys.readouterr().out


def test_what_is_observed_has_its_list(tmp_path, capsys):
    """Every observed system and Python has a file: what failed, what never came, or nothing."""
    stem, sample = next(iter(samples().items()))
    of, folder = tmp_path / "all.json", tmp_path / "lists"
    both = [
        matrix("windows", python=tag, version="3.15.2", digest=digest(sample), spawn=words)
        for tag, words in (("3.15", "failed: nothing printed\n    - 1"), ("3.15t", "passed"))
    ]
    for one in both:
        one["runs"][0]["programs"] = {stem: one["runs"][0]["programs"]["threads/a"]}
    write(merge(both), of)

    assert main(["observed", "--of", str(of), str(folder)]) == 0
    assert {file.stem for file in folder.iterdir()} == set(observed())
    assert (folder / "windows.md").read_text() == (
        f"- `{stem}`\n    - Python 3.15 on Windows, spawn: failed: nothing printed\n"
    )
    assert (folder / "macos.md").read_text() == (
        "- Python 3.15 on macOS: no cells came\n- Python 3.15t on macOS: no cells came\n"
    )


def test_what_is_observed_is_known():
    """A name that fits nothing would observe nothing, and nobody would notice."""
    assert {*observed()} <= {*supported(), "macos", "windows"}
    assert not only_observed(("linux", "3.14"), observed())


def test_the_record_is_one_that_runs_could_write():
    """Each run's tag fits its version and build, and its system has its start methods."""
    assert doubts(recorded()) == []


@pytest.mark.parametrize(
    "typed",
    [
        matrix(python="3.15", spawn="passed"),
        matrix(python="3.14", version="3.10.0", spawn="passed"),
        {"runs": [{**matrix(python="3.14t", spawn="passed")["runs"][0], "gil": True}]},
        matrix("windows", fork="passed"),
    ],
    ids=["another version", "an older version", "another build", "fork on Windows"],
)
def test_a_record_that_was_typed_is_doubted(typed):
    """A run copied to another tag, or cells that its system cannot have, are named."""
    assert len(doubts(typed)) == 1


def test_a_doubt_says_what_does_not_fit():
    """The version and the build, or the start methods that a system has not."""
    typed = matrix("windows", version="3.15.2", fork="passed", forkserver="x", spawn="passed")

    assert doubts(typed) == [
        "Python 3.14 on windows: its version is 3.15.2, with the GIL",
        "Python 3.14 on windows: has cells of fork, forkserver",
    ]
    typed["runs"][0] |= {"gil": False, "system": "linux", "version": "3.14.2"}
    assert doubts(typed) == ["Python 3.14 on linux: its version is 3.14.2, without the GIL"]
    typed["runs"][0] |= {"python": "3.14t"}
    assert doubts(typed) == []
