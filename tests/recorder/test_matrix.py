"""The matrix: what its cells say, and that they cannot say "passed" when it is not so."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from recorder import commands
from recorder.__main__ import main
from recorder.pythons.interpreters import Interpreter, InterpreterError, ask, find_all
from recorder.write.changed import changed
from recorder.write.matrix import Outcome, matrix_of, run_cells
from shelf import ROOT, Sample, samples
from shelf.ledger import cells, merge, read, state
from shelf.matrix import NAME
from shelf.runs import Record, undelivered
from tests.checks.records.cases import SEEN_ELSEWHERE, full_name, shown
from tests.made import unmarked_extension, write

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
        (one.interpreter.tag, one.start_method): state(one.words)
        for one in run_cells([sample], interpreters)
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


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_what_a_machine_lacks_is_told_and_changes_no_record(
    program, interpreter, tmp_path, monkeypatch, capsys, ci, status
):
    """One line says what to install, the cells of before stay, and on CI it is a failure."""
    sample = program(SQUARE, transcript="3\n")
    there = Outcome(sample, interpreter, "fork", "passed")
    lacking = Outcome(sample, interpreter, "fork", "not run: no oven here: install oven")
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(commands, "samples", lambda: {sample.stem: sample})
    monkeypatch.setattr(commands, "observed", list)
    cells_of = []
    for outcome in (there, lacking):
        monkeypatch.setattr(commands, "run_cells", lambda *_, one=outcome, **__: [one])
        told = main(["matrix", "--on", interpreter.path, "--to", str(tmp_path / "cells.json")])
        cells_of.append(list(cells(read(tmp_path / "cells.json"))))

    assert cells_of[0] == cells_of[1] != []
    words = f"{sample.stem}: not run: no oven here: install oven; what is on record of it stays"
    assert words in capsys.readouterr().out.splitlines()
    assert told == status


def test_one_start_method_can_be_asked_for(tmp_path):
    """Its cell is written, and no other one."""
    file = tmp_path / "matrix.json"
    asked = ["matrix", "processes/same_key", "--start-method", "spawn", "--to", str(file)]

    assert main([*asked, "--on", sys.executable]) == 0
    assert {(stem, method) for stem, _, _, method, *_ in cells(read(file))} == {
        ("processes/same_key", "spawn"),
        ("processes/same_key_broken", "spawn"),
    }


ALL, NOTHING = ["all"], ["nothing"]


@pytest.mark.parametrize(
    ("file", "ran"),
    [
        ("docs/glossary.md", NOTHING),
        ("tests/test_one.py", NOTHING),
        (NAME, NOTHING),
        ("snippets/mutants.json", NOTHING),
        ("snippets/threads/two_waits.forked.trace.json", NOTHING),
        ("snippets/threads/both_deposit.schedules.json", NOTHING),
        ("snippets/processes/start_cost_timing.3.14t.json", NOTHING),
        ("snippets/processes/start_cost_timing.py", []),
        ("snippets/processes/same_key.py", ["processes/same_key"]),
        ("snippets/processes/same_key_broken.txt", ["processes/same_key_broken"]),
        ("snippets/processes/same_key.older.txt", ["processes/same_key"]),
        ("snippets/locks/numpy.txt", ["choosing/with_numpy"]),
        ("snippets/jobs/stages/web_server.py", ["jobs/with_server"]),
        ("snippets/locks/other.txt", ALL),
        ("snippets/threads/one.txt", ALL),
        ("recorder/cell.py", ALL),
        ("shelf/sample.py", ALL),
        ("requirements.txt", ALL),
        (".github/workflows/check.yml", ALL),
    ],
)
def test_what_has_not_changed_is_not_run_again(tmp_path, monkeypatch, capsys, file, ran):
    """A change of prose alone leaves the record as it is, and the interpreter counts as there."""
    git = [
        "git",
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "commit.gpgsign=false",
    ]
    stage = '[tool.sample]\nstage = "web_server"'
    lock = 'dependencies = ["numpy"]'
    for stem, header in (
        ("processes/same_key", ""),
        ("processes/same_key_broken", ""),
        ("choosing/with_numpy", lock),
        ("jobs/with_server", stage),
    ):
        write(tmp_path, stem, header)
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "docs").mkdir(exist_ok=True)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "before"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True, timeout=60)
    with (tmp_path / file).open("a") as more:
        more.write("\n")
    subprocess.run([*git, "add", "-A"], cwd=tmp_path, check=True, timeout=60)
    known = samples(tmp_path)
    monkeypatch.setattr(commands, "changed", lambda commit, _: changed(commit, tmp_path))
    monkeypatch.setattr(commands, "samples", lambda: known)
    monkeypatch.setattr(
        commands,
        "run_cells",
        lambda some, *_, **__: [Outcome(one, here, "spawn", "passed") for one in some],
    )
    cells_at = tmp_path / "cells.json"
    here = ask(sys.executable)

    assert main(["matrix", "--to", str(cells_at), "--on", here.path, "--since", "HEAD"]) == 0
    said = capsys.readouterr().out
    came = {cell[0] for cell in cells(read(cells_at))}
    assert came == set({"all": known, "nothing": []}.get("".join(ran), ran))
    assert ("nothing is run" in said, "programs have changed since" in said) == (
        ran == NOTHING,
        ran not in (ALL, NOTHING),
    )
    (run,) = read(cells_at)["runs"]
    record = Record(read(cells_at), (here.tag,), ("macos", "windows"))
    assert (run["python"], undelivered(record, [read(cells_at)])) == (here.tag, [])


def test_a_commit_that_is_not_there_is_named_with_the_cure(tmp_path, capsys):
    """A workflow that fetched too little says so, rather than run nothing."""
    asked = ["matrix", "threads/lost_update", "--to", str(tmp_path / "cells.json")]

    assert main([*asked, "--on", sys.executable, "--since", "0" * 40]) == 2
    assert "fetch-depth: 2" in capsys.readouterr().err


def test_one_that_ran_nothing_takes_no_cell_away(program, interpreter):
    """Even where its release is another one than that of the record."""
    sample = program(SQUARE, transcript="3\n")
    kept = matrix_of([Outcome(sample, interpreter, "spawn", "passed")])
    empty = matrix_of([], here=[replace(interpreter, version="3.99.1")])
    empty["runs"][0]["python"] = interpreter.tag

    assert merge([kept, empty])["runs"] == kept["runs"]


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
