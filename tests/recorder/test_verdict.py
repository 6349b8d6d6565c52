"""What was done to a program is judged by its end alone: each outcome, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from recorder.run.once import Result
from recorder.write.strike import LIMIT, Place
from recorder.write.verdict import Trial, judge, remains, shown, stays, together, whole
from shelf import Cell, Sample
from shelf.deeds import DEEDS
from shelf.trials import ENDED, HUNG, LEFT, OTHER, SILENT, STATUS

CELL = Cell("3.14.7", True, "spawn", "linux")
USUAL = Result("one\ntwo\n", 0, "", "", 1.0, 1.0)
FAILED = replace(USUAL, text="one\nStruck: here\n", status=1)
HERE = Place("thread", 7, "spawn")


@pytest.fixture
def judged(program: Callable[..., Sample]) -> Callable[..., Trial]:
    """How a plain program took a deed: ``judged(result, deed, at, header)``."""

    def judge_it(
        result: Result, deed: str = "error", at: Place = HERE, header: str = "", shared: object = ()
    ) -> Trial:
        block = f"# /// script\n# [tool.sample]\n{header}# ///\n" if header else ""
        sample = program(f"{block}print(1)\n")
        assert isinstance(shared, tuple)
        trial = judge(sample, CELL, deed, at, USUAL, result, shared)
        assert (trial.deed, trial.place) == (deed, at)
        assert (trial.outcome == ENDED) == (not trial.faults)
        return trial

    return judge_it


def test_one_that_fails_and_says_why_has_ended_well(judged: Callable[..., Trial]) -> None:
    """As has one that made up for it."""
    assert judged(FAILED).outcome == ENDED
    assert judged(USUAL).outcome == ENDED
    assert judged(replace(USUAL, status=3), header="# status = 3\n").outcome == ENDED


@pytest.mark.parametrize(
    ("stopped", "words"),
    [
        ("stuck", "every thread is in a wait without a limit"),
        ("idle", f"idle after {LIMIT:g} s"),
        ("busy", f"busy after {LIMIT:g} s"),
    ],
)
def test_one_that_does_not_end_hangs(
    judged: Callable[..., Trial], stopped: str, words: str
) -> None:
    """It is said where each thread stands, whatever it left and printed."""
    stands = ("main: x.py:3", "cook: x.py:5")
    trial = judged(replace(USUAL, stopped=stopped, stands=stands, leftovers=("a",)))
    (fault,) = trial.faults

    assert trial.outcome == HUNG
    assert fault.what == (
        "does not end after this: an exception is raised at line 7, in a thread;"
        f" {words}\n    main: x.py:3\n    cook: x.py:5"
    )
    assert fault.where == "snippets/threads/subject.py:7 on Python 3.14.7, spawn"
    assert fault.cure.endswith("give each wait a limit; then: make use ONLY=threads/subject")


@pytest.mark.parametrize(
    ("deed", "role", "cure"),
    [
        ("error", "main", "stop the workers in a finally that begins before"),
        ("error", "thread", "catch and report in the worker"),
        ("error", "process", "catch and report in the worker"),
        ("interrupt", "thread", "stop the workers in a finally"),
        ("terminate", "process", "stop the workers in a finally"),
        ("kill", "main", "wait on the sentinels of the processes"),
        ("fifty", "main", "arrange nothing that hangs on the number"),
    ],
)
def test_what_mends_a_hang_depends_on_what_was_done(
    judged: Callable[..., Trial], deed: str, role: str, cure: str
) -> None:
    (fault,) = judged(replace(USUAL, stopped="idle"), deed, Place(role, 7)).faults

    assert fault.cure.startswith(cure)
    assert DEEDS[deed].words in fault.what


def test_without_a_place_no_line_is_named(judged: Callable[..., Trial]) -> None:
    (fault,) = judged(replace(USUAL, stopped="idle"), "kill", Place()).faults

    assert "after this: a worker process is killed; idle" in fault.what
    assert fault.where == "snippets/threads/subject.py on Python 3.14.7, spawn"


@pytest.mark.parametrize(
    ("result", "shared", "what"),
    [
        (replace(FAILED, leftovers=("python x.py",)), (), "a process of the program"),
        (replace(FAILED, left=("out/a",)), (), "out/a"),
        (FAILED, ("psm_1",), "/dev/shm/psm_1"),
    ],
)
def test_what_is_left_behind_is_told(
    judged: Callable[..., Trial], result: Result, shared: tuple[str, ...], what: str
) -> None:
    """Whatever it is, though the program showed its error."""
    trial = judged(result, shared=shared)
    (fault,) = trial.faults

    assert trial.outcome == LEFT
    assert fault.what.startswith("leaves behind, after this: ") and fault.what.endswith(f": {what}")
    assert fault.cure.startswith("stop and join, close or unlink it in a finally")
    (fault,) = judged(result, "terminate", shared=shared).faults
    assert "turn SIGTERM into an exception" in fault.cure


def test_what_is_left_is_counted_by_its_kind() -> None:
    processes = ["python -m multiprocessing.resource_tracker", "python a", "python b"]

    assert remains(processes, ["f"], ["sem.a", "sem.b", "psm_1"]) == (
        "the resource tracker; 2 × a process of the program; f; /dev/shm/psm_1;"
        " 2 × a semaphore in /dev/shm"
    )
    assert remains([], [], []) == ""


@pytest.mark.parametrize(
    "change", [{"cut": True}, {"undecodable": "at 3"}, {"read_input": True}], ids=str
)
def test_what_nobody_can_read_is_told(
    judged: Callable[..., Trial], change: dict[str, object]
) -> None:
    trial = judged(replace(FAILED, **change))  # type: ignore[arg-type]

    assert trial.outcome == OTHER
    assert trial.faults[0].what.endswith(
        ", after this: an exception is raised at line 7, in a thread"
    )


def test_a_failure_has_a_status(judged: Callable[..., Trial]) -> None:
    """With the last lines that it printed; a text that is not whole is none that made up."""
    lines = "".join(f"line {number}\n" for number in range(1, 11))
    trial = judged(replace(USUAL, text=lines))

    assert trial.outcome == STATUS
    assert trial.faults[0].what == (
        "ends with status 0 after this: an exception is raised at line 7, in a thread\n"
        + "\n".join(f"    line {number}" for number in range(3, 11))
    )
    # another status than the header's is no success
    assert judged(replace(USUAL, status=1)).outcome == SILENT


def test_an_error_that_is_not_shown_is_silent(judged: Callable[..., Trial]) -> None:
    trial = judged(replace(FAILED, text="one\n"))

    assert trial.outcome == SILENT
    assert trial.faults[0].what == (
        "exit status 1, and shows nothing of the error"
        " after this: an exception is raised at line 7, in a thread\n    one"
    )


@pytest.mark.parametrize(
    ("deed", "text", "seen"),
    [
        ("error", "Struck", True),
        ("error", "it was struck at line 3", True),
        ("error", "MemoryError", False),
        ("memory", "MemoryError: x", True),
        ("memory", "Struck", False),
        ("unbuildable", "Unbuildable", True),
        ("keyboard", "", True),
        ("interrupt", "", True),
        ("terminate", "", True),
        ("kill", "one two", False),
        ("kill", "two", False),
        ("kill", "one two two", True),
        ("idle", "one two broken", True),
    ],
)
def test_an_error_is_shown_by_its_name(deed: str, text: str, seen: bool) -> None:
    """A killed worker by anything that is not printed else; Ctrl-C asks for no word."""
    assert shown(DEEDS[deed].family, deed, USUAL, replace(USUAL, text=text)) is seen


def test_a_run_is_whole_where_it_prints_all(judged: Callable[..., Trial]) -> None:
    """In whatever order, and more; of a bar the last drawing counts."""

    def said(usual: str, text: str) -> bool:
        return whole(replace(USUAL, text=usual), replace(USUAL, text=text))

    assert said("one\ntwo\n", "two\nmore\none\n")
    assert not said("one\none\n", "one\n")
    assert said("[#-] 50%\r[##] 100%\n", "[##] 100%\n")
    assert stays("a\n[#] 1%\n[##]  2%\nb [#] 3%\n") == "a\n[##]  2%\nb [#] 3%\n"
    assert stays("[#] 1%") == "[#] 1%"
    assert stays("a [#] 1%\nb [#] 2%\r\n") == "a [#] 1%\nb [#] 2%\n"
    assert stays("a [#] 1%\n[#] 2%\nb [#] 3%") == "a [#] 1%\n[#] 2%\nb [#] 3%"


def test_another_number_has_to_end_well(judged: Callable[..., Trial]) -> None:
    """As usual, or loudly where something is arranged for the number of the example."""
    arranged = '# arranged = "a gate"\n# use = "threads/b"\n'
    loud = replace(USUAL, text="Traceback (most recent call last):\nKeyError: 1\n", status=1)

    assert judged(replace(USUAL, text=""), "empty").outcome == ENDED
    assert judged(loud, "empty", header=arranged).outcome == ENDED
    assert judged(replace(loud, text="no\n"), "empty", header=arranged).outcome == STATUS
    assert judged(replace(USUAL, status=None, signal="SIGKILL"), "one").outcome == STATUS
    assert judged(replace(USUAL, status=0, signal="x"), "one").outcome == ENDED
    trial = judged(loud, "fifty", Place())
    assert trial.outcome == STATUS
    assert trial.faults[0].what.startswith(
        "exit status 1, KeyError: 1 after this: there are fifty times as many items\n    Trace"
    )


def test_what_holds_for_one_number_holds_for_others(judged: Callable[..., Trial]) -> None:
    """The header says it as a pattern; one that failed loudly is not asked."""
    grow = '# [tool.sample.grow]\n# invariant = "^one$"\n'
    arranged = '# arranged = "a gate"\n# use = "threads/b"\n'
    loud = replace(USUAL, text="Traceback (most recent call last):\nKeyError: 1\n", status=1)
    short = replace(USUAL, text="one")

    assert judged(short, "one", header=grow).outcome == ENDED
    assert judged(loud, "one", header=arranged + grow).outcome == ENDED
    trial = judged(replace(USUAL, text="two"), "one", Place(), header=grow)
    assert trial.outcome == OTHER
    assert trial.faults[0].what == (
        "what it prints no longer matches '^one$' after this: there is one item\n    two"
    )


def test_faults_of_one_kind_are_told_as_one(judged: Callable[..., Trial]) -> None:
    """The first whole, and where else; another outcome, family or role is another kind."""
    hung = replace(USUAL, stopped="idle")
    trials = [
        judged(hung, "error", Place("main", 1)),
        judged(FAILED, "error", Place("main", 2)),
        judged(hung, "memory", Place("main", 3, "fork")),
        judged(hung, "error", Place("thread", 4)),
        judged(hung, "interrupt", Place("main", 5)),
        judged(replace(FAILED, text=""), "error", Place("main", 6)),
        judged(hung, "error", Place("main", 7)),
    ]
    found = together(trials)

    assert len(found) == 4
    assert found[0].what.endswith("\n    likewise: memory main 3 fork; error main 7")
    assert found[1:] == [trials[number].faults[0] for number in (3, 4, 5)]
    assert str(Place()) == "as it is"
