"""A run is held to the end that its header says, and to what is recorded of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from recorder.hold.check import check, from_nothing, steadiness, transcript_of
from recorder.hold.conduct import conduct, ended_as, place, repeat, wanted
from recorder.pythons.interpreters import ask
from recorder.run.child import OUTPUT_LIMIT
from recorder.run.once import Result, last_error
from shelf import Cell, Command, Expectation, Sample
from shelf.support import newest

CELL = Cell("3.14.7", True, "spawn", "linux")
GOOD = Result("1\n", 0, "", "", 1.0, 1.0)
HEAD = "Traceback (most recent call last):\n"
FAILED = replace(GOOD, text=f"{HEAD}  x\na.b.OvenError: in /tmp/run-a/x.py: hot\n", status=1)


@pytest.mark.parametrize(
    ("expected", "result", "well"),
    [
        (Expectation(), GOOD, True),
        (Expectation(), replace(GOOD, status=1), False),
        (Expectation(), replace(GOOD, status=None, signal="SIGKILL"), False),
        (Expectation(status=3), replace(GOOD, status=3), True),
        (Expectation(status=3), GOOD, False),
        (Expectation("error", "OvenError"), FAILED, True),
        (Expectation("error", "c.OvenError"), FAILED, True),
        (Expectation("error", "OvenError: in /var/b/x.py: hot"), FAILED, True),
        (Expectation("error", "OvenError: in /var/b/x.py: cold"), FAILED, False),
        (Expectation("error", "Error"), FAILED, False),
        (Expectation("error", "OvenError"), replace(FAILED, status=0), False),
        (Expectation("error", "OvenError"), replace(FAILED, status=None), False),
        (Expectation("error", "OvenError"), replace(GOOD, status=1), False),
        (Expectation("killed", signal="SIGKILL"), replace(GOOD, signal="SIGKILL"), True),
        (Expectation("killed", signal="SIGKILL"), replace(GOOD, signal="SIGTERM"), False),
        (Expectation("hang"), replace(GOOD, stopped="idle"), True),
        (Expectation("hang"), replace(GOOD, stopped="busy"), False),
        (Expectation("hang"), replace(GOOD, stopped="stuck"), False),
        (Expectation("hang"), GOOD, False),
    ],
)
def test_a_run_ends_as_its_header_says(expected: Expectation, result: Result, well: bool) -> None:
    """By status, error, signal, or alive and idle; of an error without a message the kind."""
    assert ended_as(expected, result) is well


@pytest.mark.parametrize(
    ("expected", "seen", "well"),
    [
        ("<Lock at 0x7f8a1c2b3d40>", "<Lock at 0x10a2b3c4d>", True),
        ("process 4711 died", "process 12 died", True),
        ("/psm_0a1b2c3d", "/psm_99887766", True),
        ("at 127.0.0.1:8000", "at 127.0.0.1:43210", True),
        ("<Lock at 0x7f8a1c2b3d40>", "<RLock at 0x10a2b3c4d>", False),
        ("process 4711 died", "process 12 lives", False),
        ("error 4711", "error 12", False),
    ],
)
def test_what_each_run_has_another_of_makes_no_other_error(
    expected: str, seen: str, well: bool
) -> None:
    """Addresses, ids, blocks and ports: masked as in the error line of a transcript."""
    failed = replace(GOOD, text=f"{HEAD}  x\nOvenError: {seen}\n", status=1)

    assert ended_as(Expectation("error", f"OvenError: {expected}"), failed) is well


def test_what_is_expected_is_said_in_words() -> None:
    assert [
        wanted(one)
        for one in (
            Expectation(status=3),
            Expectation("error", "OvenError: hot"),
            Expectation("killed", signal="SIGKILL"),
            Expectation("hang"),
        )
    ] == [
        *("exit status 3", "an error, OvenError: hot", "killed by SIGKILL"),
        "a program that is alive and idle at its limit",
    ]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (GOOD, "exit status 0"),
        (FAILED, "exit status 1, a.b.OvenError: in /tmp/run-a/x.py: hot"),
        (replace(GOOD, text=f"{HEAD}KeyError\n", status=1), "exit status 1, KeyError"),
        (replace(GOOD, status=None, signal="SIGKILL"), "killed by SIGKILL"),
        (
            replace(GOOD, cut=True, signal="SIGKILL"),
            f"stopped after {OUTPUT_LIMIT} bytes of output",
        ),
        (replace(GOOD, stopped="busy", cut=True), "still alive and busy at its limit"),
        (
            replace(GOOD, stopped="stuck"),
            "still alive, with every thread in a wait without a limit",
        ),
    ],
)
def test_an_ending_is_said_in_words(result: Result, words: str) -> None:
    assert result.ending == words


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("KeyError: 1\n", None),
        (f"{HEAD}  x\nKeyError: 1: 2\nmore\n", ("KeyError", "1: 2")),
        (f"{HEAD}  x\nOne: 1\n\nDuring:\n\n{HEAD}  x\nTwo: 2\n", ("Two", "2")),
        (f"{HEAD}  x\nOne: 1\n  {HEAD}  Two: 2\n", ("One", "1")),
        (f"{HEAD}\n  x\n- no error\nOne\n", ("One", "")),
        (f"{HEAD}  x\n", None),
    ],
)
def test_the_last_traceback_counts(text: str, error: tuple[str, str] | None) -> None:
    """At the left margin: another one is part of a message."""
    assert last_error(text) == error


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"leftovers": ("a", "b")}, "left behind: a; b"),
        ({"cut": True}, f"printed more than {OUTPUT_LIMIT} bytes"),
        ({"undecodable": "at 3"}, "its output is not UTF-8: at 3"),
        ({"read_input": True}, "reads standard input"),
        ({"wrote": ("a", "b")}, "wrote into the repository: a, b"),
        (
            {"status": 1, "stands": ("main: x.py:3",)},
            "expected exit status 0, seen exit status 1\n    1\n    main: x.py:3",
        ),
        ({"status": 1, "text": ""}, "expected exit status 0, seen exit status 1"),
    ],
    ids=str,
)
def test_what_no_program_may_do_is_told(
    program: Callable[..., Sample], change: dict[str, object], what: str
) -> None:
    """One fault for each, with the place; a good run has none."""
    sample = program("print(1)\n")
    assert conduct(sample, CELL, GOOD) == []

    (fault,) = conduct(sample, CELL, replace(GOOD, **change))  # type: ignore[arg-type]
    assert fault.what == what
    assert fault.where == "snippets/threads/subject.py on Python 3.14.7, spawn"
    assert place(sample, replace(CELL, gil=False)) == (
        "snippets/threads/subject.py on Python 3.14.7 without the GIL, spawn"
    )


def test_of_a_long_output_the_end_is_told(program: Callable[..., Sample]) -> None:
    text = "".join(f"line {number}\n" for number in range(1, 11))
    (fault,) = conduct(program(""), CELL, replace(GOOD, text=text, status=1))

    assert fault.what.split("\n")[1:] == [f"    line {number}" for number in range(3, 11)]


def test_the_command_runs_the_same_cell_again(program: Callable[..., Sample]) -> None:
    """With no more words than it needs."""
    here = ask(sys.executable)
    plain = program("print(1)\n")
    chooses = program('# /// script\n# [tool.sample]\n# start-methods = ["spawn"]\n# ///\n', "a/b")
    own = Cell(here.version, here.gil, here.default, "linux")
    other = next(method for method in ("fork", "spawn") if method != here.default)

    assert repeat(plain, own) == "make test ONLY=threads/subject"
    assert repeat(plain, replace(own, start_method=other)) == (
        f"make test ONLY=threads/subject METHOD={other}"
    )
    assert repeat(chooses, replace(own, start_method=other)) == "make test ONLY=a/b"
    away = replace(own, version="3.9.2.1")
    build = "" if here.gil else "t"
    assert repeat(plain, away) == (
        f"make test ONLY=threads/subject ON=3.9{build} METHOD={here.default}"
    )
    assert repeat(chooses, replace(away, gil=False)) == "make test ONLY=a/b ON=3.9t"
    assert " ON=" in repeat(plain, replace(own, gil=not here.gil))


# What is recorded


def test_a_run_is_held_to_its_transcript(program: Callable[..., Sample]) -> None:
    """A missing one is told; of another one the first line that differs, and the page."""
    sample = program("print(1)\n", transcript="1\n")
    assert check(sample, CELL, GOOD) == []
    page = sample.root / "docs" / "threads" / "page.md"
    page.parent.mkdir(parents=True)
    page.write_text("```sample\nthreads/subject\n```\n")
    (page.parent / "a.md").write_text("threads/subject_more\nof threads/subject\n")

    (fault,) = check(sample, CELL, replace(GOOD, text="1\n2\n"))
    assert fault.what.split("\n") == [
        "prints something else than snippets/threads/subject.txt:3",
        "    --- snippets/threads/subject.txt",
        "    +++ what it printed now",
        *("    @@ -2 +2,2 @@", "     1", "    +2"),
    ]
    assert "docs/threads/page.md says that" in fault.why
    for rest in page.parent.glob("*.md"):
        rest.unlink()
    (fault,) = check(sample, CELL, replace(GOOD, text=""))
    assert fault.what.startswith("prints something else than snippets/threads/subject.txt:2\n")
    assert fault.why == "the reader who runs it sees this, and the page says that"
    sample.transcript_path().unlink()
    (fault,) = check(Sample(sample.root, sample.stem), CELL, GOOD)
    assert fault.what == "there is no transcript snippets/threads/subject.txt"
    (fault, _) = check(Sample(sample.root, sample.stem), CELL, replace(GOOD, status=1))
    assert f"; then: {repeat(sample, CELL)}" in fault.cure


def test_where_frames_blur_it_no_line_is_named(program: Callable[..., Sample]) -> None:
    """Nor where nothing but a pipe was read, in which the order is no news."""
    sample = program("print(1)\n", transcript="1\n2\n")
    traceback = replace(GOOD, text=f"{HEAD}  x\nKeyError: 1\n")

    for result in (traceback, replace(GOOD, text="1\n3\n", piped=True)):
        (fault,) = check(sample, CELL, result)
        assert fault.what.startswith("prints something else than snippets/threads/subject.txt\n")
    recorded = program("print(1)\n", "threads/other", f"{HEAD}  x\nKeyError: 1\n")
    (fault,) = check(recorded, CELL, GOOD)
    assert fault.what.startswith("prints something else than snippets/threads/other.txt\n")
    assert check(sample, CELL, replace(GOOD, text="2\n1\n", piped=True)) == []
    assert len(check(sample, CELL, replace(GOOD, text="2\n1\n"))) == 1


def test_one_that_never_prints_the_same_is_told_apart(program: Callable[..., Sample]) -> None:
    """It is run once more, and only where it printed something else."""
    sample = program("print(1)\n", transcript="1\n")
    asked = []

    def again() -> Result:
        asked.append(1)
        return replace(GOOD, text="3\n")

    other = replace(GOOD, text="2\n")
    assert check(sample, CELL, GOOD, again) == [] == asked
    (fault,) = check(sample, CELL, other, again)
    assert fault.what.startswith("prints something else each time it runs\n    --- one run\n")
    (fault,) = check(sample, CELL, other, lambda: other)
    assert fault.what.startswith("prints something else than")
    assert steadiness(sample, CELL, other, other) == []


def test_what_is_masked_leaves_a_transcript_as_it_was(program: Callable[..., Sample]) -> None:
    """Unless it holds what only the recorder has; the command is that of a person."""
    line = '  File "{}program/subject.py", line 1, in f\n'
    clean, dirty = line.format("~/"), line.format("/tmp/run-a1b2c3d4/")
    sample = program("print(1)\n", transcript=clean)
    sample.transcript_path().write_text(f"$ python -u subject.py 3\n{clean}")
    command = Command("subject.py", flags=("-u",), arguments=("3",))

    run = replace(GOOD, text=dirty)
    assert transcript_of(sample, CELL, run).text == clean
    assert transcript_of(sample, CELL, replace(GOOD, text="2\n")).text == "2\n"
    assert from_nothing(sample, CELL, run).text == clean
    assert from_nothing(sample, CELL, run).command == command
    sample.transcript_path().write_text(f"$ python subject.py\n{dirty}")
    assert transcript_of(sample, CELL, run).text == clean
    sample.transcript_path().unlink()
    assert transcript_of(sample, CELL, GOOD).command == Command("subject.py")


@pytest.mark.parametrize(
    ("version", "gil", "shown"),
    [
        (f"{newest()}.9", True, "new"),
        (f"{newest()}.9", False, "old"),
        ("3.13.15", True, "new"),
        ("3.12.1", True, "old"),
        ("3.11.7", True, "old"),
    ],
)
def test_a_traceback_is_shown_as_the_newest_release_has_it(
    program: Callable[..., Sample], version: str, gil: bool, shown: str
) -> None:
    """Whoever records on an older one leaves it as it was, since nothing else changed."""
    frame = '  File "/usr/lib/python3.{}/threading.py", line {}, in run\n    self.run()\n'
    text = "Traceback (most recent call last):\n{}OvenError: hot\n"
    old = text.format(frame.format(12, 1))
    new = text.format(frame.format(15, 2) + "    ~~~~~~~~^^\n")
    sample = program("print(1)\n", transcript=old)

    written = transcript_of(
        sample, replace(CELL, version=version, gil=gil), replace(GOOD, text=new)
    )

    assert written.text == {"old": old, "new": new}[shown]


def test_a_case_has_a_command_of_its_own_or_that_of_the_usual_one(
    program: Callable[..., Sample],
) -> None:
    """As long as nothing is recorded of it."""
    sample = program(
        '# /// script\n# [tool.sample.variants.new]\n# python = ">=3.14"\n# ///\nprint(1)\n'
    )
    sample.transcript_path().write_text("$ python -u subject.py\n1\n")

    assert from_nothing(sample, CELL, GOOD).command == Command("subject.py", flags=("-u",))
    sample.transcript_path(sample.case("new")).write_text("$ python -b subject.py\n1\n")
    assert from_nothing(sample, CELL, GOOD).command == Command("subject.py", flags=("-b",))
    old = replace(CELL, version="3.13.1")
    assert from_nothing(sample, old, GOOD).command == Command("subject.py", flags=("-u",))
