"""Every message teaches: what, where, why, and what to do; the drill holds each to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from recorder.cell import natural_cell, verify
from recorder.hold.conduct import repeat
from recorder.pythons.interpreters import Interpreter
from shelf import Sample
from shelf.fault import Fault, report
from tests.checks.programs.form import form
from tests.checks.work.messages import lacks, no
from tests.drill.plant import Case
from tests.test_drill import CASES

GOOD = Fault(
    "expected two, seen three\n    -2\n    +3",
    "docs/threads/index.md:2",
    "a reader sees the one and is told the other",
    "mend the program, or if it is right: make record ONLY=threads/tally",
)
#: The mistakes of a first article: the case of the drill that plants it, and its cure.
FIRST_ARTICLE = {
    "no guard": ("guard removed", "end with the guard"),
    "no docstring": ("docstring left out", "begin the file with one full sentence"),
    "unsorted nav": ("nav out of order", "move threads/index.md above threads/wrong.md"),
    "wrong stem": ("stem renamed", "write threads/tally_broken"),
    "typed number": ("factor typed by hand", "name a measured number: [[stem.key]]"),
    "stale transcript": ("output edited", "make record ONLY=threads/tally"),
    "flaky print": ("output that differs each time", "print what is the same on every run"),
    "network use": ("network", "let a Barrier or an Event stand for the wait"),
    "unused program": ("unused snippet", "in a sample fence that names threads/idle_hands"),
    "missing dependency": ("import of what a reader has not", 'dependencies = ["psutil"]'),
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of one page of two lines and one program."""
    for file, text in (
        ("docs/threads/index.md", "# One\ntwo"),
        ("snippets/threads/x.py", "print(1)\n"),
    ):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "where",
    [
        "docs/threads/index.md:2",
        "docs/threads/index.md:2 (built as threads/index.html)",
        "docs/threads/index.md:2 on Python 3.14.7",
        "snippets/threads/x.py on Python 3.14.7 without the GIL, spawn",
    ],
)
def test_a_whole_message_lacks_nothing(checkout: Path, where: str) -> None:
    """A line of a file that is there, or the run of a program."""
    assert lacks(replace(GOOD, where=where), checkout) == []


@pytest.mark.parametrize(
    ("spoilt", "lack"),
    [
        ({"what": " "}, "what"),
        ({"cure": ""}, "cure"),
        ({"why": ""}, "why"),
        ({"where": "docs/threads/index.md"}, "a line, or Python and start method"),
        ({"where": "docs/threads/index.md:3"}, "a line that docs/threads/index.md has, which"),
        ({"where": "docs/threads/gone.md:1"}, "a file of the checkout"),
        ({"where": "threads/index.html"}, "a file of the checkout"),
        ({"where": "snippets/threads/y.py on Python 3.14.7, fork"}, "a file of the checkout"),
        ({"why": "Readers see it."}, "one sentence that says why"),
        ({"why": "a reader sees it. It is wrong"}, "one sentence that says why"),
        ({"cure": "this is bad"}, "something to do"),
    ],
)
def test_a_part_that_is_missing_is_named(checkout: Path, spoilt: dict[str, str], lack: str) -> None:
    """Each of the four, a file that is not there, and a cure that cures nothing."""
    assert lack in "; ".join(lacks(replace(GOOD, **spoilt), checkout))


def test_a_failing_check_prints_its_faults_and_nothing_else() -> None:
    """No line of the check's own source stands between a contributor and the message."""
    with pytest.raises(pytest.fail.Exception) as failure:
        no([GOOD, GOOD])

    assert failure.value.msg == report([GOOD, GOOD])
    assert failure.value.pytrace is False
    no([])


@pytest.mark.parametrize(("case", "cure"), FIRST_ARTICLE.values(), ids=FIRST_ARTICLE)
def test_the_mistakes_of_a_first_article_are_in_the_drill(case: str, cure: str) -> None:
    """The message of each is held to four parts there, and to the words of its cure."""
    planted: dict[str, Case] = {each.name: each for each in CASES}

    assert any(cure in words for words in planted[case].says)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('"""One."""\n# /// script\n# ///\n', "threads/subject.py:2: the header block does not"),
        ('"""One"""\n', "threads/subject.py:1: the docstring does not end with a full stop"),
        ('"""One."""\n\nprint(1)\n', "threads/subject.py:1: there is no 'def main() -> None:'"),
        ('"""One."""\n' + "x = 1\n" * 33, "threads/subject.py:34: 33 lines of code, at most"),
        ('"""One."""\nx = (\n', "threads/subject.py:2: not Python: '(' was never closed"),
        ("# /// script\n# x = 1\n# ///\n", "threads/subject.py:2: unknown key x"),
    ],
)
def test_what_is_wrong_with_a_text_is_told_whole(
    program: Callable[..., Sample], source: str, words: str
) -> None:
    """Rules that the drill leaves out name their line too."""
    sample = program(source)
    faults = form(sample)

    assert f"snippets/{words}" in report(faults)
    assert [lacks(fault, sample.root) for fault in faults] == [[]] * len(faults)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import os; os.write(1, b'\\xe9\\n')", "its output is not UTF-8"),
        ("input()", "reads standard input"),
        ("open({own!r}, 'w')", "wrote into the repository"),
    ],
)
def test_what_is_wrong_with_a_run_is_told_whole(
    program: Callable[..., Sample], interpreter: Interpreter, source: str, words: str
) -> None:
    """Python and start method stand beside the program, and a command runs it again."""
    sample = program("", transcript="")
    sample.path.write_text(source.replace("{own!r}", repr(str(sample.root / "own"))))
    sample = Sample(sample.root, sample.stem)
    cell = natural_cell(sample.header, interpreter)
    (fault,) = [one for one in verify(sample, interpreter, cell) if words in one.what]

    assert lacks(fault, sample.root) == []
    assert "; then: make test ONLY=threads/subject" in fault.cure
    assert fault.cure.endswith(f"; then: {repeat(sample, cell)}")
