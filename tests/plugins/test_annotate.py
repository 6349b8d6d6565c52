"""A finding reaches GitHub: on its line of the diff, and in the summary with its command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shelf import ROOT
from shelf.fault import Fault, report
from tests.checks.work.command import run
from tests.plugins.annotate import Finding, faults_in, findings, lines_in, repeat

DIFF = Fault(
    "it prints something else\n    --- recorded\n    +++ seen\n    @@ -1 +1 @@\n    -1\n    +2",
    "snippets/threads/lost_update.py on Python 3.14.7, spawn",
    "a reader sees: this text, 100 % of it",
    "make record ONLY=threads/lost_update",
)
LINK = Fault("the link 'x.md' finds no x.md", "docs/index.md:3", "a reader gets nothing", "mend it")
SUBJECT = """
from shelf.fault import Fault, report
import pytest

LINK = {link!r}
DIFF = {diff!r}

def test_with_faults():
    faults = [LINK, DIFF]

    assert not faults, report(faults)

@pytest.mark.parametrize("n", [1])
def test_plain(n):
    assert n == 2, "one is not two, by 50%"

def test_of_a_check():
    said = "1 failed\\n\\n" + report([LINK])
    assert "passed" in said, said

def test_fine():
    print("docs/index.md:1: not a fault")
"""


@pytest.mark.parametrize("around", ["", "text\n\n", "\x1b[31m"])
def test_faults_are_read_back_as_they_were(around: str) -> None:
    """What `report` prints is read as the same faults, whatever stands before it."""
    assert faults_in(f"{around}{report([DIFF, LINK])}\nassert not [Fault()]") == [DIFF, LINK]


def test_prose_is_no_fault() -> None:
    """Only all four parts together are one."""
    assert faults_in("Note: this\n  why: that\nNote: and\nthis\n  why: a\n  cure: b") == []


def test_an_annotation_names_file_and_line_and_is_one_line() -> None:
    """Every sign that GitHub would take for its own is escaped."""
    line = Finding(DIFF, "make test", "tests/x.py::test[a,b]").annotation
    where = "file=snippets/threads/lost_update.py,line=1"

    assert line.startswith(f"::error {where},title=tests/x.py%3A%3Atest[a%2Cb]::it prints")
    assert "%0A    +2%0AWhy: a reader sees: this text, 100 %25 of it%0ACure: make record" in line
    assert "\n" not in line
    assert Finding(LINK, "").annotation.startswith("::error file=docs/index.md,line=3,")
    built = Fault("no link", "threads/index.html (from docs/threads/index.md)", "why", "cure")
    assert Finding(built, "").annotation.startswith("::error file=docs/threads/index.md,line=1,")


def test_a_file_that_is_not_there_is_not_marked() -> None:
    """GitHub would show such a note nowhere."""
    fault = Fault("it is gone", "docs/gone.md:3", "why", "cure")

    assert Finding(fault, "").annotation.startswith("::error title=docs/gone.md%3A3::it is gone")


def test_no_text_ends_its_own_fence() -> None:
    """A page's own fences stay inside the block of the summary."""
    entry = Finding(Fault("a\n````\n# Big\n````", "docs/index.md", "", ""), "make test").entry

    assert re.fullmatch(r"(`{5,})text\n.*\n\1\n", entry, re.DOTALL)


def test_lines_of_tools_are_found() -> None:
    """mypy and the generator name path and line; a note, and a stranger's path, are left."""
    text = (
        "bootstrap.py:3: error: Missing type  [misc]\nbootstrap.py:3: note: see\n"
        "docs/index.md:7: there is no program x\nnowhere.py:1: error: x\n"
        "ERROR   -  docs/index.md:9: no such page\n"
    )

    assert [(one.where, one.what) for one in lines_in(text)] == [
        ("bootstrap.py:3", "error: Missing type  [misc]"),
        ("docs/index.md:7", "there is no program x"),
        ("docs/index.md:9", "no such page"),
    ]
    assert [one.fault for one in findings(f"{LINK}\ndocs/index.md:3: twice", "make site")] == [LINK]


def test_a_dead_link_is_found_on_its_line() -> None:
    """MkDocs names the page and the link only."""
    lines = (ROOT / "docs" / "index.md").read_text(encoding="utf-8").splitlines()
    number, link = next(
        (n, found[1])
        for n, line in enumerate(lines, 1)
        if (found := re.search(r"\]\(([^)]+)\)", line))
    )
    (fault,) = lines_in(f"WARNING -  Doc file 'index.md' contains a link '{link}', but the target")

    assert (fault.where, fault.what[:15]) == (f"docs/index.md:{number}", "contains a link")


@pytest.mark.parametrize(
    ("node", "command"),
    [
        ("tests/x.py::test_it[threads/lost_update]", "make test ONLY=threads/lost_update"),
        ("tests/x.py::test_it[a b]", ".venv/bin/python -m pytest -n 0 'tests/x.py::test_it[a b]'"),
        ("tests/x.py::test_it", ".venv/bin/python -m pytest -n 0 tests/x.py::test_it"),
    ],
)
def test_the_command_that_repeats_it(node: str, command: str) -> None:
    """A program has a short one; any other test is named."""
    assert repeat(node) == command


@pytest.mark.parametrize("jobs", ["0", "2"])
def test_failing_tests_are_told_to_github(tmp_path: Path, jobs: str) -> None:
    """One process or several, each finding is told once, and the summary has the command."""
    text, summary = inner(tmp_path, jobs, GITHUB_ACTIONS="true")
    told = sorted(line for line in text.splitlines() if line.startswith("::"))

    assert len(told) == 4, text
    assert told[0].startswith("::error file=docs/index.md,line=3,title=")
    assert told[1].startswith("::error file=snippets/threads/lost_update.py,line=1,title=")
    assert "%0A    -1%0A    +2%0AWhy: a reader sees: this text, 100 %25 of it%0A" in told[1]
    assert "::1 failed%0A" in told[2]
    assert "::one is not two, by 50%25%0Aassert 1 == 2%0ARepeat: " in told[3]
    assert "docs/index.md:3: the link 'x.md' finds no x.md\nWhy: a reader" in summary
    assert re.search(r"Repeat: \.venv/bin/python -m pytest -n 0 '\S*test_plain\[1\]'\n", summary)


def test_elsewhere_the_plug_in_is_silent(tmp_path: Path) -> None:
    """A contributor's terminal shows what pytest shows."""
    text, summary = inner(tmp_path, "0")

    assert "3 failed, 1 passed" in text
    assert not re.search("^::", text, re.MULTILINE)
    assert summary == ""


def inner(folder: Path, jobs: str, **variables: str) -> tuple[str, str]:
    """Run `SUBJECT` in a pytest of its own: what it printed, and the summary."""
    subject, summary = folder / "test_subject.py", folder / "summary.md"
    subject.write_text(SUBJECT.format(link=LINK, diff=DIFF), encoding="utf-8")
    summary.write_text("", encoding="utf-8")
    words = ["-m", "pytest", "-n", jobs, "-p", "no:cacheprovider", f"--basetemp={folder / 'inner'}"]
    words += [f"--rootdir={ROOT}", f"-c{ROOT / 'pyproject.toml'}"]
    names = {"GITHUB_ACTIONS": "", "GITHUB_STEP_SUMMARY": str(summary)}
    status, text = run([*words, str(subject)], ROOT, {**names, **variables})
    assert status == 1, text
    return text, summary.read_text(encoding="utf-8")


def test_the_log_of_a_command_is_marked(tmp_path: Path) -> None:
    """The recorder's and mypy's findings come from their log."""
    log, summary = tmp_path / "log", tmp_path / "summary.md"
    log.write_text(f"text\n{report([LINK])}\n\nbootstrap.py:3: error: no\n", encoding="utf-8")
    words = ["-m", "tests.plugins.annotate", "--repeat", "make lint", str(log)]
    status, text = run(words, ROOT, {"GITHUB_STEP_SUMMARY": str(summary)})

    assert status == 0
    assert text.startswith("::error file=docs/index.md,line=3,")
    assert "::error file=bootstrap.py,line=3,title=bootstrap.py%3A3::error: no%0A" in text
    assert summary.read_text(encoding="utf-8").count("Repeat: make lint\n") == 2
