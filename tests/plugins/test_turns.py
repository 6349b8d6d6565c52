"""What takes turns is run within some days, and where it matters at once."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from shelf import ROOT
from tests.checks.work.command import run
from tests.plugins.turns import DAYS, SHARES, TURNS, edited, has_its_turn

DRILL, JOB = "tests/test_drill.py", "tests/jobs/"
MISTAKES, PAGES = "tests/test_mistakes.py", "tests/test_browser.py"
#: Figures that a browser looks at.
SEEN = [f"tests/test_{what}_seen.py" for what in ("excerpt", "lists", "pair", "timelines")]
NAMES = [f"{DRILL}::test_a_planted_fault_is_seen[{number}]" for number in range(200)]
FIRST = 739_000
DAY = f"--day={FIRST}"


def test_each_has_its_turn_once_and_in_a_week_all_had_it() -> None:
    """About as many on each day; the day alone says which."""
    turns = [
        {name for name in NAMES if has_its_turn(name, day)} for day in range(FIRST, FIRST + DAYS)
    ]

    assert sum(map(len, turns)) == len(set.union(*turns)) == len(NAMES)
    assert min(map(len, turns)) > len(NAMES) / DAYS / 2
    assert turns[0] == {name for name in NAMES if has_its_turn(name, FIRST + DAYS)}


def test_what_takes_no_turns_is_run_on_each_day() -> None:
    """And so is what was edited."""
    for day in range(FIRST, FIRST + DAYS):
        assert has_its_turn("tests/test_snippets.py::test_it_runs_as_it_says[threads/a]", day)
        assert all(has_its_turn(name, day, frozenset([DRILL])) for name in NAMES)


@pytest.mark.parametrize(
    ("file", "groups"),
    [
        ("snippets/jobs/share_table.py", [JOB, PAGES]),
        ("tests/jobs/conftest.py", [JOB]),
        ("theme/parts/chart.py", ["tests/theme/", PAGES, *SEEN, DRILL, MISTAKES]),
        ("recorder/inside/striking.py", ["tests/recorder/", "tests/test_trials.py"]),
        ("bootstrap.py", ["tests/bootstrap/"]),
        ("docs/index.md", [PAGES, "tests/test_search.py"]),
        ("README.md", []),
    ],
)
def test_an_edit_has_all_of_them_run_that_are_about_it(file: str, groups: list[str]) -> None:
    """Those of other things keep their turn."""
    assert edited([file]) == groups


def test_those_of_one_share_have_their_turn_together() -> None:
    """What a browser reads for one of them is there for the others."""
    for day in range(FIRST, FIRST + DAYS):
        for share in range(2 * DAYS):
            turns = {has_its_turn(name, day, share=share) for name in NAMES}

            assert turns == {share % DAYS == day % DAYS}
    looked_at = [
        [share for share in range(SHARES) if has_its_turn(PAGES, day, share=share)]
        for day in range(FIRST, FIRST + SHARES)
    ]

    assert sorted(looked_at) == [[share] for share in range(SHARES)]


def test_every_place_is_there() -> None:
    """A file that was moved would take its tests out of their turns in silence."""
    named = {place for group, about in TURNS.items() for place in (group, *about)}
    assert [place for place in named if not (ROOT / place).exists()] == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A drill of thirty tests, committed to nothing and edited nowhere."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\ntestpaths = ["tests"]\n')
    (tmp_path / DRILL).write_text(
        "import pytest\n\n\n@pytest.mark.parametrize('n', range(30))\ndef test(n):\n    pass\n"
    )
    (tmp_path / ".gitignore").write_text("*\n")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    return tmp_path


def passed(checkout: Path, *words: str, **variables: str) -> tuple[int, str]:
    """How many of the tests were run, and what was said of the others."""
    command = ["-m", "pytest", "-p", "tests.plugins.turns", *words]
    usual = {"PYTHONPATH": str(ROOT), "CI": "", "LONG": ""}
    status, text = run(command, checkout, {**usual, **variables})
    found = re.search(r"(\d+) passed", text)
    told = re.search(r"\d+ tests of .*", text)

    assert status == 0 and found, text
    return int(found[1]), told[0] if told else ""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_is_left_to_other_days_is_told(checkout: Path, workers: str) -> None:
    """With how many there are, and what runs the same ones again, and all."""
    turn = sum(has_its_turn(f"{DRILL}::test[{number}]", FIRST) for number in range(30))
    ran, told = passed(checkout, "-n", workers, DAY)

    assert 0 < turn < 30 and ran == turn
    assert told.startswith(f"{30 - turn} tests of ")
    assert f"--day={FIRST} runs the same ones, make test WHOLE=1 all" in told


def test_a_day_that_is_named_is_no_other(checkout: Path) -> None:
    """Whatever else is asked for; and nobody's --whole has to be taken away for it."""
    assert passed(checkout, DAY, "--whole", LONG="1") == passed(checkout, DAY)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_two_runs_do_all(checkout: Path, workers: str) -> None:
    """What a day leaves out is run alone with --rest, on CI as elsewhere, and told."""
    ran, _ = passed(checkout, "-n", workers, DAY, CI="true")
    others, _ = passed(checkout, "-n", workers, DAY, "--rest", CI="true")

    assert 0 < ran < 30 and ran + others == 30


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (["--whole"], {}),
        ([], {"LONG": "1"}),
        ([DRILL], {}),
        (["-k", "test"], {}),
    ],
    ids=["whole", "long", "named", "chosen"],
)
def test_all_are_run_where_it_matters(
    checkout: Path, words: list[str], variables: dict[str, str]
) -> None:
    """By name, and where all are asked for."""
    assert passed(checkout, *words, **variables) == (30, "")


def test_what_the_last_commit_changed_is_run_whole(checkout: Path) -> None:
    """Till another one comes; and all where what was before is not here, as in a shallow clone."""
    me = ["-c", "user.name=a", "-c", "user.email=a@b.invalid"]

    def commit(*names: str) -> None:
        subprocess.run(["git", "add", "--force", *names], cwd=checkout, check=True)
        subprocess.run(["git", *me, "commit", "--quiet", "-m", "a"], cwd=checkout, check=True)

    commit("pyproject.toml")
    assert passed(checkout) == (30, "")
    commit(DRILL)
    assert passed(checkout, DAY) == (30, "")
    assert (
        run(
            ["-m", "pytest", "-p", "tests.plugins.turns", DAY, "--rest"],
            checkout,
            {"PYTHONPATH": str(ROOT)},
        )[0]
        == pytest.ExitCode.NO_TESTS_COLLECTED
    )
    commit(".gitignore")
    assert 0 < passed(checkout, DAY)[0] < 30


def test_what_was_edited_is_run_whole(checkout: Path) -> None:
    """As git tells, and all where there is no git that could tell."""
    (checkout / ".gitignore").unlink()
    assert passed(checkout, DAY) == passed(checkout) == (30, "")
    shutil.rmtree(checkout / ".git")
    assert passed(checkout) == (30, "")
