"""The matrix: what its cells say, and that they cannot say "passed" when it is not so."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys

import jsonschema
import pytest

from recorder import ROOT, Sample, samples
from recorder.__main__ import main
from recorder.cells import matrix_of, run_cells
from recorder.interpreters import Interpreter, InterpreterError, ask, find_all
from recorder.matrix import (
    SCHEMA,
    MatrixError,
    cells,
    changes,
    current,
    digest,
    doubts,
    merge,
    read,
    recorded,
    update,
    write,
)
from tests.checks.recorded import SEEN_ELSEWHERE, full_name, shown
from tests.made import unmarked_extension

TODAY = datetime.date(2026, 11, 22)
SQUARE = '''"""Shows nothing."""
from concurrent.futures import ProcessPoolExecutor


def main() -> None:
    with ProcessPoolExecutor(1) as pool:
        print(pool.submit(abs, -3).result())


if __name__ == "__main__":
    main()
'''


def words(sample: Sample, *interpreters: Interpreter) -> dict[tuple[str, str], str]:
    """What each cell of a program came to, up to the colon."""
    return {
        (one.interpreter.tag, one.start_method): one.words.partition(":")[0]
        for one in run_cells([sample], interpreters)
    }


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


# Faults, planted


def test_a_missing_guard_turns_the_cells_red_that_need_it(program, interpreter):
    """With fork the program runs once, with spawn and forkserver once more in each child."""
    right = program(SQUARE, transcript="3\n")
    before = words(right, interpreter)
    wrong = program(
        SQUARE.replace('if __name__ == "__main__":\n    main()', "main()"), transcript="3\n"
    )

    assert set(before.values()) == {"passed"}
    assert {method: how for (_, method), how in words(wrong, interpreter).items()} == {
        "fork": "passed",
        "forkserver": "failed",
        "spawn": "failed",
    }


def test_a_program_that_turns_the_gil_on_fails_without_it(program, free_threaded):
    """It prints the right text on both builds, and passes only where a GIL was meant."""
    usual = ask(sys.executable)  # the tools run on a build with a GIL
    sample = program("print('done')\n", transcript="done\n")
    before = words(sample, usual, free_threaded)
    sample.transcript_path().write_text("$ PYTHON_GIL=1 python subject.py\ndone\n")
    after = words(Sample(sample.root, sample.stem), usual, free_threaded)

    assert set(before.values()) == {"passed"}
    assert {tag for (tag, _), how in after.items() if how == "failed"} == {free_threaded.tag}
    assert {how for (tag, _), how in after.items() if tag == usual.tag} == {"passed"}


def test_an_import_that_turns_the_gil_on_is_seen(program, free_threaded, tmp_path):
    """An extension that is not marked for free threading brings the GIL back."""
    module = unmarked_extension(free_threaded, tmp_path)
    sample = program(f"import sys; sys.path.append({str(module.parent)!r})\nimport unmarked\n")
    sample.transcript_path().write_text(f"$ PYTHONPATH={module.parent} python subject.py\n")
    faults = [fault for one in run_cells([sample], [free_threaded]) for fault in one.faults]

    assert "the GIL is on after its imports" in faults[0].what


def test_an_interpreter_that_crashes_at_start_is_named_as_that(tmp_path, monkeypatch, capsys):
    """No sample is blamed, no cell is passed, and the command fails."""
    crashing = tmp_path / "python3.15t"
    crashing.write_text("#!/bin/sh\nkill -SEGV $$\n")
    crashing.chmod(0o755)
    monkeypatch.setenv("PYTHONS", str(crashing))

    with pytest.raises(InterpreterError, match=r"crashes at start .killed by signal 11"):
        ask(str(crashing))
    found, missing = find_all(["3.15t"])
    assert not found
    assert "crashes at start" in missing["3.15t"]
    target = tmp_path / "matrix.json"
    assert main(["matrix", "threads/lost_update", "--to", str(target)]) == 1
    said = capsys.readouterr().out
    assert "crashes at start" in said
    assert " 0 failed" in said
    assert "3.15t" not in {cell[2] for cell in cells(read(target))}


def test_a_shim_is_no_interpreter(tmp_path, monkeypatch, interpreter):
    """What it starts depends on the caller's path, which no program is given."""
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "real-python").symlink_to(interpreter.path)
    shim = tmp_path / "shim"
    shim.write_text('#!/bin/sh\nexec real-python "$@"\n')
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "here"), prepend=os.pathsep)

    assert subprocess.run([shim, "-c", ""], timeout=60, check=False).returncode == 0
    with pytest.raises(InterpreterError, match=r"crashes at start .exit status 127"):
        ask(str(shim))


def test_an_interpreter_that_was_named_goes_before_a_newer_one(tmp_path, monkeypatch, interpreter):
    """A workflow names what it set up; the machine may have another on its path."""
    named, newer = tmp_path / "named", tmp_path / f"python{interpreter.tag}"
    for path, version in ((named, "0"), (newer, "99")):
        facts = f's/"version": "[^"]*"/"version": "{interpreter.tag.rstrip("t")}.{version}"/'
        path.write_text(f"#!/bin/sh\n{interpreter.path} \"$@\" | sed '{facts}'\n")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.delenv("PYTHONS", raising=False)
    without, _ = find_all([interpreter.tag])
    monkeypatch.setenv("PYTHONS", str(named))
    found, _ = find_all([interpreter.tag])

    assert without[interpreter.tag].path == str(newer)
    assert found[interpreter.tag].path == str(named)


def test_a_program_that_is_not_meant_for_a_cell_was_not_run_there(program, interpreter):
    """The words say why, and never that it passed."""
    sample = program('# /// script\n# requires-python = ">=3.99"\n# ///\n', transcript="")
    (one, *_) = run_cells([sample], [interpreter])

    assert one.words == "not run: only on 3.99 and later"


def test_what_is_excused_from_the_matrix_is_there_and_not_in_it():
    """An excuse that is no longer needed hides the next variant that nobody ran."""
    known = samples()
    seen = shown(ROOT, known)
    cases = {full_name(s, case) for s in known.values() for case in s.header.variants}

    assert set(SEEN_ELSEWHERE) <= cases
    assert not set(SEEN_ELSEWHERE) & seen


# Merging


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
    assert third == second


def test_a_new_program_is_news_only_if_it_fails():
    """That a cell is run for the first time and passes is what everybody expects."""
    empty = {"schema": 1, "runs": [], "news": []}

    assert changes(empty, matrix(fork="passed", spawn="not run: only on 3.99 and later")) == []
    assert [item["was"] for item in changes(empty, matrix(fork="failed: x"))] == ["not run"]


def test_a_damaged_file_is_named(tmp_path, capsys):
    """The message says which file and how to mend it."""
    file = tmp_path / "matrix.json"
    file.write_text("{")

    with pytest.raises(MatrixError, match=r"matrix.json: not JSON .*make matrix"):
        read(file)
    assert main(["merge", str(tmp_path / "absent.json"), "--to", str(file)]) == 2
    assert "absent.json: no such file" in capsys.readouterr().err


def test_merging_reports_what_failed(tmp_path, capsys):
    """The command ends with 1 if a merged cell failed, so that nothing is published."""
    known = samples()
    stem, sample = next(iter(known.items()))
    one = matrix("windows", digest=digest(sample), spawn="failed: nothing printed")
    one["runs"][0]["programs"] = {stem: one["runs"][0]["programs"]["threads/a"]}
    file = tmp_path / "windows.json"
    write(one, file)

    assert main(["merge", str(file), "--to", str(tmp_path / "all.json")]) == 1
    assert f"{stem} on windows, Python 3.14, spawn: failed" in capsys.readouterr().out


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
