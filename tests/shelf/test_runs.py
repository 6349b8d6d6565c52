"""What runs on record come to: what passed whole, what fails, what is missing, what is stale."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shelf import Condition, Header, Sample
from shelf.runs import (
    Record,
    Run,
    admits,
    columns,
    count,
    differences,
    gaps,
    kind,
    required_failures,
    stand,
    unchecked,
    undelivered,
    unrun,
)

ALL = {"fork": "passed", "forkserver": "passed", "spawn": "passed"}
SUPPORTED = ("3.11", "3.14", "3.14t")
NEWER = Header(requires=Condition(">=3.14"))


def ran(tag: str = "3.14", system: str = "linux", **cells: str) -> Run:
    """A run in which all passed, but for what is said otherwise."""
    return Run(tag, f"{tag.removesuffix('t')}.7", system, "2026-11-22", {**ALL, **cells})


def matrix(*runs: Run, stem: str = "threads/a", digest: str = "0" * 16) -> dict[str, Any]:
    """A matrix of those runs of one program."""
    return {
        "schema": 1,
        "runs": [
            {
                **{"python": run.python, "version": run.version, "system": run.system},
                "programs": {stem: {"digest": digest, "date": run.date, "cells": {**run.cells}}},
            }
            for run in runs
        ],
        "news": [],
    }


def test_a_run_has_a_cell_for_every_start_method_of_its_system() -> None:
    """One without words was not run; what stands behind the colon is only the reason."""
    linux = Run("3.14t", "3.14.7", "linux", "", {"spawn": "failed: x", "fork": "not run: y"})
    windows = Run("3.14", "3.14.7", "windows", "", {"spawn": "passed"})

    assert linux.outcome == {"fork": "not run: y", "forkserver": "not run", "spawn": "failed: x"}
    assert windows.outcome == {"spawn": "passed"}
    assert linux.methods("not run") == ["fork", "forkserver"]
    assert (linux.methods("failed"), linux.methods("passed")) == (["spawn"], [])
    assert (linux.name, windows.name) == ("3.14.7t", "3.14.7")


def test_what_passed_or_failed_was_tried() -> None:
    none = dict.fromkeys(ALL, "not run: x")

    assert ran().tried
    assert ran(**(none | {"fork": "failed: x"})).tried
    assert ran(**(none | {"fork": "passed"})).tried
    assert not ran(**none).tried


def test_a_run_is_whole_where_all_passed_that_its_header_admits() -> None:
    """Every start method of the system; one that is not meant may say what it likes."""
    spawn = Header(start_methods=("spawn",))

    assert ran().whole(Header())
    assert not ran(fork="failed: x").whole(Header())
    assert not ran(fork="not run: x").whole(Header())
    assert ran(fork="not run: x").whole(spawn)
    assert not ran(spawn="failed: x").whole(spawn)
    assert Run("3.14", "3.14.7", "windows", "", {"spawn": "passed"}).whole(Header())
    assert not Run("3.14", "3.14.7", "linux", "", {"spawn": "passed"}).whole(Header())
    assert not Run("3.14", "3.14.7", "windows", "", {"spawn": "passed"}).whole(
        Header(start_methods=("fork",))
    )


def test_a_header_admits_pythons_and_builds() -> None:
    """Whatever system and start method it wants."""
    assert [tag for tag in SUPPORTED if admits(Header(), tag)] == [*SUPPORTED]
    assert [tag for tag in SUPPORTED if admits(NEWER, tag)] == ["3.14", "3.14t"]
    without = Header(requires=Condition(gil=False, systems=("macos",)), start_methods=("spawn",))
    assert [tag for tag in SUPPORTED if admits(without, tag)] == ["3.14t"]


def test_runs_come_to_a_standing() -> None:
    """A failure where it is only observed is told apart."""
    good, old = ran(), ran("3.11", fork="failed: x")
    elsewhere, free = ran("3.14", "macos", spawn="failed: y"), ran("3.14t")
    none = ran("3.14t", "macos", **dict.fromkeys(ALL, "not run: x"))
    told = stand(Header(), [good, old, elsewhere, free, none], SUPPORTED, ["macos"])

    assert told.runs == [good, old, elsewhere, free, none]
    assert told.tried == [good, old, elsewhere, free]
    assert (told.failing, told.differing) == ([old], [elsewhere])
    assert told.whole == {"3.14", "3.14t"}
    assert not told.everywhere
    assert stand(NEWER, [good, free], SUPPORTED).everywhere
    assert stand(NEWER, [elsewhere], SUPPORTED).failing == [elsewhere]


def test_where_a_program_did_not_run_is_said_in_words() -> None:
    """Pythons of a system that is there, and systems that are not; of what it is meant for."""
    record = Record(matrix(), SUPPORTED)
    linux = Header(requires=Condition(systems=("linux",)))
    none = ran("3.11", **dict.fromkeys(ALL, "not run: x"))

    assert gaps(record, linux, [ran("3.14")]) == ["Python 3.11 and 3.14t"]
    assert gaps(record, linux, [ran("3.14"), none]) == ["Python 3.11 and 3.14t"]
    assert gaps(record, NEWER, [ran("3.14")]) == ["Python 3.14t", "macOS", "Windows"]
    assert gaps(record, Header(), [ran("3.14"), ran("3.14", "macos")]) == [
        *("Python 3.11 and 3.14t on Linux and macOS", "Windows"),
    ]
    both = [*(ran(tag) for tag in SUPPORTED), ran("3.11", "macos")]
    assert gaps(record, Header(), both) == ["Python 3.14 and 3.14t on macOS", "Windows"]
    assert gaps(record, linux, map(ran, SUPPORTED)) == []
    assert gaps(record, linux, []) == ["Linux"]


def test_a_record_says_what_it_does_not_hold() -> None:
    """A run without a program is none."""
    empty = matrix(ran("3.11"))
    empty["runs"][0]["programs"] = {}
    one = matrix(ran("3.14"))
    record = Record({**one, "runs": [*empty["runs"], *one["runs"]]}, SUPPORTED)

    assert unrun(record) == ["Python 3.11 and 3.14t", "macOS", "Windows"]


@pytest.fixture
def known(program: Callable[..., Sample]) -> list[Sample]:
    """Five programs."""
    return [program("print(1)\n", f"threads/{name}") for name in "abcde"]


def test_the_runs_of_a_program_are_those_of_its_state(known: list[Sample]) -> None:
    """Another program's are not its own; edited, it has none."""
    a, b, *_ = known
    record = Record(matrix(ran("3.11"), ran("3.14"), digest=a.digest), SUPPORTED)

    assert record.runs(a) == [ran("3.11"), ran("3.14")]
    assert record.standing(a) is record.standing(a)
    assert record.runs(b) == []
    a.path.write_text("print(2)\n")
    edited = Sample(a.root, a.stem)
    assert record.runs(edited) == []
    assert record.runs(a) == [ran("3.11"), ran("3.14")]


def test_a_record_knows_its_systems_and_pythons() -> None:
    """In their order; a Python that was run is one of them, supported or not."""
    record = Record(matrix(ran("3.9", "windows"), ran("3.14", "linux")), SUPPORTED)

    assert record.systems == ["linux", "windows"]
    assert record.pythons == ["3.9", *SUPPORTED]
    assert columns(record) == [(s, tag) for s in record.systems for tag in record.pythons]
    assert columns(Record(matrix(), ("3.14",))) == [("", "3.14")]


def both(*matrices: dict[str, Any]) -> dict[str, Any]:
    """The runs of several matrices, one after another."""
    return {"schema": 1, "runs": [run for one in matrices for run in one["runs"]], "news": []}


def test_what_changed_and_what_never_ran_is_told(known: list[Sample]) -> None:
    """In one line, with the command; one whose every run is of its state is neither."""
    a, b, c, d, e = known
    fresh = matrix(*map(ran, SUPPORTED), ran("3.14", "macos"), stem=a.stem, digest=a.digest)
    fresh_b = matrix(ran("3.11"), stem=b.stem, digest=b.digest)
    stale_b = matrix(ran("3.14"), stem=b.stem)
    record = Record(both(fresh, fresh_b, stale_b), SUPPORTED)
    gone = "Cells not run on this record: Python 3.11 and 3.14t on macOS, Windows"

    assert record.stale([a, b, c]) == ([b.stem], [c.stem])
    assert unchecked(record, [a]) == gone
    assert unchecked(record, [a, c]) == (
        f'{gone}; 1 program never run: make matrix ONLY="threads/c"'
    )
    assert unchecked(record, [a, b]) == (
        f'{gone}; 1 program changed since they were run: make matrix ONLY="threads/b"'
    )
    assert unchecked(record, [d, c, b, a]) == (
        f"{gone}; 1 program changed since they were run; 2 programs never run:"
        ' make matrix ONLY="threads/b threads/c threads/d"'
    )
    assert unchecked(record, [b, c, d, e]).endswith("3 programs never run: make matrix")
    systems = ("linux", "macos", "windows")
    everything = [ran(tag, system) for tag in SUPPORTED for system in systems]
    whole = Record(matrix(*everything, stem=a.stem, digest=a.digest), SUPPORTED)
    assert unchecked(whole, [a]) == ""
    assert unchecked(Record(matrix(), SUPPORTED), [a]) == (
        "Cells not run on this record: all of them; make matrix"
    )


def test_an_edit_after_the_recording_is_seen_where_no_run_settles_it(
    program: Callable[..., Sample],
) -> None:
    """A checkout writes files at any time."""
    sample = program("print(1)\n", transcript="1\n")
    transcript = sample.transcript_path()
    nothing = Record(matrix(), SUPPORTED)
    settled = Record(matrix(ran(), stem=sample.stem, digest=sample.digest), SUPPORTED)

    def at(recorded: int, edited: int) -> tuple[bool, bool]:
        os.utime(transcript, ns=(recorded, recorded))
        os.utime(sample.path, ns=(edited, edited))
        return nothing.outdated(sample, transcript), settled.outdated(sample, transcript)

    assert at(1, 2) == (True, False)
    assert at(2, 2) == (False, False)
    assert at(3, 2) == (False, False)


def test_cells_on_one_python_are_of_a_kind() -> None:
    """One that failed outweighs what passed; one without a reason is missing."""
    unmeant = dict.fromkeys(ALL, "not run: only on 3.15")

    assert kind(None) == "unrun"
    assert kind(ran(fork="failed: x")) == "failed"
    assert kind(ran(fork="not run", spawn="not run: x")) == "passed"
    assert kind(ran(**unmeant)) == "unmeant"
    assert kind(ran(**(unmeant | {"fork": "not run"}))) == "unrun"


def test_each_start_method_is_a_cell(known: list[Sample]) -> None:
    """What was never run is counted by the start methods of its system."""
    a, b, *_ = known
    runs = [ran("3.11", fork="failed: x"), ran("3.14", spawn="not run: x", fork="not run")]
    windows = Run("3.14", "3.14.7", "windows", "2026-11-22", {"spawn": "passed"})
    record = Record(matrix(*runs, windows, stem=a.stem, digest=a.digest), ("3.11", "3.14"))

    # on Linux 2 + 1 passed, and on Windows 3.14; there 3.11 is missing
    assert count(record, [a]) == {"passed": 4, "failed": 1, "unmeant": 1, "unrun": 2}
    assert count(record, [b]) == {"passed": 0, "failed": 0, "unmeant": 0, "unrun": 8}
    assert count(Record(matrix(), ("3.14",)), [a])["unrun"] == 3


def test_what_is_required_and_did_not_come_is_named() -> None:
    """Each Python on Linux, the newest elsewhere; not what is only observed."""
    record = Record(matrix(), ("3.13", "3.14", "3.14t"), ("windows", "3.14t"))

    assert undelivered(record, []) == [
        *("Python 3.13 on Linux", "Python 3.14 on Linux", "Python 3.14 on macOS"),
    ]
    came = [matrix(ran("3.13"), ran("3.14", "macos")), matrix(ran("3.13", "macos"))]
    assert undelivered(record, came) == ["Python 3.14 on Linux"]


def test_a_failure_that_is_observed_is_not_required(tmp_path: Path) -> None:
    """It is listed under what it is observed for, with its first line."""
    runs = (
        ran("3.14", "macos", fork="failed: nothing\n    printed"),
        ran("3.14t", spawn="failed: x", fork="not run: failed"),
        ran("3.11", spawn="failed: y"),
    )
    record = Record(matrix(*runs), SUPPORTED, ("macos", "3.14t"))

    assert [cell[1:4] for cell in required_failures(record)] == [("linux", "3.11", "spawn")]
    assert differences(record, "macos") == (
        "- Python 3.14t on macOS: no cells came\n"
        "- `threads/a`\n    - Python 3.14 on macOS, fork: failed: nothing\n"
    )
    assert differences(record, "3.14t") == (
        "- Python 3.14t on macOS: no cells came\n"
        "- Python 3.14t on Windows: no cells came\n"
        "- `threads/a`\n    - Python 3.14t on Linux, spawn: failed: x\n"
    )
    assert differences(Record(matrix(ran()), ("3.14",)), "linux") == ""


def test_what_differs_stands_by_program() -> None:
    """A run that came without a program counts as not come."""
    fails = ran("3.14", fork="failed: x", spawn="failed: y")
    record = Record(both(matrix(fails, stem="threads/b"), matrix(fails)), ("3.14",))
    empty = matrix(ran("3.14", "macos"))
    empty["runs"][0]["programs"] = {}

    assert differences(record, "linux").split("\n") == [
        *("- `threads/a`", "    - Python 3.14 on Linux, fork: failed: x"),
        *("    - Python 3.14 on Linux, spawn: failed: y", "- `threads/b`"),
        *("    - Python 3.14 on Linux, fork: failed: x",),
        *("    - Python 3.14 on Linux, spawn: failed: y", ""),
    ]
    assert differences(Record(empty, ("3.14",)), "macos") == (
        "- Python 3.14 on macOS: no cells came\n"
    )
