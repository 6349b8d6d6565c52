"""What other jobs sent counts in its form alone, and what was published is not run again."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from recorder import commands
from recorder.__main__ import main
from recorder.pythons.interpreters import ask
from recorder.write import delivered
from recorder.write.delivered import RAN, keep, still_holds, tools
from recorder.write.matrix import Outcome, matrix_of
from shelf import Sample, samples
from shelf.ledger import Matrix, MatrixError, cells, read
from tests.made import write

HERE = ask(sys.executable)
#: Files of which each belongs to what runs cells.
RUNS_CELLS = {
    "pyproject.toml": "[tool.parallel]\nsupported = []\n",
    "recorder/cell.py": "1\n",
    "shelf/sample.py": "1\n",
    ".github/workflows/check.yml": "a: 1\n",
    "bootstrap.py": "1\n",
    "requirements.txt": "a==1\n",
}


def outcomes(some: list[Sample], words: str = "passed") -> list[Outcome]:
    """What each program came to under each start method."""
    return [Outcome(one, HERE, method, words) for one in some for method in HERE.start_methods]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout with two programs, in which the commands work; no cell is really run."""
    for name, text in RUNS_CELLS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    for stem in ("threads/one", "threads/two"):
        write(tmp_path, stem)
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    monkeypatch.setattr(commands, "samples", lambda: samples(tmp_path))
    monkeypatch.setattr(commands, "observed", lambda: ["macos", "windows"])
    monkeypatch.setattr(commands, "supported", lambda: [HERE.tag])
    monkeypatch.setattr(
        commands,
        "run_cells",
        lambda some, _, methods, engine, spared: outcomes(
            [one for one in some if (HERE.path, one.stem) not in spared]
        ),
    )
    return tmp_path


@pytest.fixture
def publish(root: Path) -> Callable[..., str]:
    """Merges the cells of every program as a publication does, and gives its address."""

    def publish(words: str = "passed") -> str:
        site = root / "site"
        site.mkdir(exist_ok=True)
        sent = matrix_of(outcomes(list(samples(root).values()), words))
        (site / "cells.json").write_text(json.dumps(sent))
        files = ["--to", str(root / "all.json"), "--ran", str(site / RAN)]
        main(["merge", "--whole", *files, str(site / "cells.json")])
        return site.as_uri() + "/"

    return publish


def again(root: Path, address: str, capsys: pytest.CaptureFixture[str]) -> tuple[set[str], str]:
    """Which programs are run again after that, and what is said; all have cells in the end."""
    ran = []
    inner = commands.run_cells

    def noted(*words: object, **more: object) -> list[Outcome]:
        found = list(inner(*words, **more))
        ran.extend(one.sample.stem for one in found)
        return found

    commands.run_cells = noted  # `root` puts it back
    capsys.readouterr()
    to = root / "cells.json"
    to.unlink(missing_ok=True)
    status = main(["matrix", "--on", HERE.path, "--published", address, "--to", str(to)])
    assert status == 0
    assert {cell[0] for cell in cells(read(to))} == {"threads/one", "threads/two"}
    return set(ran), capsys.readouterr().out


def test_what_is_as_it_was_published_is_not_run_again(root, publish, capsys):
    """Its cells are sent along as they are, so that the next publication has them too."""
    address = publish()

    ran, said = again(root, address, capsys)

    assert ran == set()
    assert f"2 of 2 programs are as they were published, and not run on {HERE.tag}" in said


@pytest.mark.parametrize("file", ["snippets/threads/one.py", "snippets/threads/one.txt"])
def test_a_program_that_changed_is_run_and_no_other_one(root, publish, capsys, file):
    """Its digest says so: of the program, or of what it is to print."""
    address = publish()
    with (root / file).open("a") as more:
        more.write("\n# more\n")

    assert again(root, address, capsys)[0] == {"threads/one"}


@pytest.mark.parametrize("file", RUNS_CELLS)
def test_where_recorder_or_lock_changed_everything_is_run(root, publish, capsys, file):
    """Any cell may come out otherwise then."""
    address = publish()
    with (root / file).open("a") as more:
        more.write("\n")

    ran, said = again(root, address, capsys)

    assert ran == {"threads/one", "threads/two"}
    assert "every cell is run" in said
    assert "another recorder, lock or workflow" in said


def test_what_failed_is_run_again(root, publish, capsys):
    """Whatever it was, nobody has to publish a change of the program to be rid of it."""
    address = publish("failed: it hangs")

    assert again(root, address, capsys)[0] == {"threads/one", "threads/two"}


@pytest.mark.parametrize("spoil", ["absent", "no JSON", "no record", "a page", "nonsense"])
def test_without_a_record_everything_is_run(root, publish, capsys, spoil):
    """On the first publication there is none; one that cannot be read counts as none."""
    address = publish()
    file = root / "site" / RAN
    texts = {
        "no JSON": "{",
        "no record": "{}",
        "a page": "<!doctype html>\xff",
        "nonsense": json.dumps({"schema": 1, "tools": tools(root), "runs": [{}], "news": []}),
    }
    if spoil == "absent":
        file.unlink()
    else:
        file.write_text(texts[spoil], encoding="latin-1")

    ran, said = again(root, address, capsys)

    assert ran == {"threads/one", "threads/two"}
    assert "every cell is run" in said


@pytest.mark.parametrize(
    "other", [{"version": "3.99.1"}, {"compiler": "another"}, {"system": "windows"}]
)
def test_another_build_takes_nothing_over(root, other):
    """A cell of 3.14.7 says nothing about 3.14.8, nor one of Linux about Windows."""
    known = list(samples(root).values())
    record = matrix_of(outcomes(known))

    assert len(still_holds(record, HERE, known)["runs"]) == 1
    assert still_holds(record, replace(HERE, **other), known)["runs"] == []


def test_a_program_without_each_start_method_is_run_again(root):
    """A cell that did not come is no cell that passed."""
    known = list(samples(root).values())
    (run,) = still_holds(matrix_of(outcomes(known)[1:]), HERE, known)["runs"]

    assert list(run["programs"]) == ["threads/two"]


def test_only_what_was_sent_is_published_for_the_next_time(root):
    """A cell of a contributor's machine is on record, and was not run for this."""
    one, _ = samples(root).values()
    keep(root / RAN, [matrix_of(outcomes([one]))], root)

    assert {cell[0] for cell in cells(read(root / RAN))} == {"threads/one"}


SPOILED: dict[str, Callable[[Matrix], object]] = {
    "no runs": lambda sent: sent.pop("runs"),
    "no news": lambda sent: sent.pop("news"),
    "no programs": lambda sent: sent["runs"][0].pop("programs"),
    "a state of its own": lambda sent: cells_of(sent).update(spawn="splendid"),
    "no such method": lambda sent: cells_of(sent).update(thread="passed"),
    "fork on Windows": lambda sent: sent["runs"][0].update(system="windows"),
    "another Python": lambda sent: sent["runs"][0].update(version="2.7.18"),
    "no version": lambda sent: sent["runs"][0].update(version="new"),
    "a list": lambda sent: sent.update(runs=[[]]),
}


def cells_of(sent: Matrix) -> dict[str, str]:
    """The cells of the first program."""
    found: dict[str, str] = next(iter(sent["runs"][0]["programs"].values()))["cells"]
    return found


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_has_another_form_is_left_out_and_told(root, capsys, spoil):
    """A broken file of what is only observed must not stop what is published."""
    good, bad = root / "good.json", root / "bad.json"
    sent = matrix_of(outcomes(list(samples(root).values())))
    good.write_text(json.dumps(sent))
    spoil(sent)
    bad.write_text(json.dumps(sent))
    asked = ["merge", "--to", str(root / "all.json"), str(good), str(bad)]

    assert main(asked) == 2
    assert "bad.json: no" in capsys.readouterr().err
    assert main([*asked, "--whole"]) == 0
    assert f"left out: {bad}: no" in capsys.readouterr().out
    assert {cell[4] for cell in cells(read(root / "all.json"))} == {"passed"}


def test_one_that_is_required_and_broken_stops_it(root, capsys):
    """It counts as one that did not come."""
    bad = root / "bad.json"
    bad.write_text('{"schema": 1, "ru')

    assert main(["merge", "--whole", "--to", str(root / "all.json"), str(bad)]) == 1
    assert f"Python {HERE.tag} on Linux: required, and no cells came" in capsys.readouterr().out


def test_nothing_is_asked_where_no_address_is_given(root, monkeypatch, capsys):
    """Weekly, by hand and in a pull request everything is run, or what git names."""
    monkeypatch.setattr(delivered, "published", lambda *_: pytest.fail("asked"))

    assert again(root, "", capsys)[0] == {"threads/one", "threads/two"}


def test_an_address_with_or_without_a_slash_is_the_same(root, publish):
    """As the owner wrote it into the variable."""
    address = publish()

    assert delivered.published(address, root) == delivered.published(address.rstrip("/"), root)
    with pytest.raises(MatrixError, match="not to be had"):
        delivered.published("nowhere", root)
