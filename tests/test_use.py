"""Each program under the plain name is for use or a demonstration, and was put to trial."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter
from shelf import ROOT, Sample
from shelf.fault import Fault, report
from shelf.trials import NAME, digest
from tests.checks.programs import use
from tests.checks.work.messages import no

WAITS = '''"""A thread waits."""

from threading import Event


def main() -> None:
    Event().wait()


if __name__ == "__main__":
    main()
'''
OWN = "\n\ndef each() -> None:\n    with threading.Lock():\n        print(1)\n"
HEADER = '# /// script\n# [tool.sample]\n# arranged = "a gate"\n# use = "threads/well"\n# ///\n'
WELL = WAITS.replace(".wait()", ".set()")
BARRIER = WAITS.replace("Event", "Barrier").replace("()\n\n\nif", "(2)\n\n\nif")
MARKED = WAITS.replace(".wait()", ".wait(9)  # arranged")


@pytest.mark.parametrize("check", use.CHECKS)
def test_programs_are_for_use(check: Callable[[Path], list[Fault]]) -> None:
    """Waits have limits, what is arranged is marked, and each program was put to trial."""
    no(check(ROOT))


def test_a_share_of_the_record_still_holds(interpreter: Interpreter) -> None:
    """Some of what the record says, other trials each day, is so when it is done again."""
    no(use.a_share_still_ends_well(ROOT, interpreter))


@pytest.mark.parametrize(
    ("check", "source", "says"),
    [
        (use.waits_have_limits, WAITS, "waits without a limit: Event().wait()"),
        (use.waits_have_limits, WELL, ""),
        (use.waits_have_limits, MARKED, ""),
        (use.locks_are_shared, WAITS.replace("Event().wait()", "each()") + OWN, "keeps nobody out"),
        (use.locks_are_shared, WELL, ""),
        (use.what_arranges_is_marked, HEADER + WELL, "arranges something, and marks no line"),
        (use.what_arranges_is_marked, HEADER + MARKED, ""),
        (use.what_arranges_is_marked, MARKED, "its header does not say so"),
        (use.what_arranges_is_marked, WAITS.replace("Event().wait", "Barrier"), "has a barrier"),
        (use.a_demonstration_leads_to_use, HEADER + MARKED, "there is no program threads/well"),
        (use.each_was_put_to_trial, WELL, "make use ONLY=threads/subject ON=3.11; "),
    ],
)
def test_the_rules_see_what_they_are_for(
    program: Callable[..., Sample], check: Callable[[Path], list[Fault]], source: str, says: str
) -> None:
    """Each names the program that breaks it, and not one that keeps it."""
    sample = program(source)
    text = report(check(sample.root))

    assert (says in text) if says else not text


def test_no_trial_is_asked_for_where_a_package_has_no_wheel(program: Callable[..., Sample]) -> None:
    """The matrix says so of the program as it is now; of what was there before it says nothing."""
    sample = program(WELL)
    (fault,) = use.each_was_put_to_trial(sample.root)
    assert fault.what.endswith("3.11, 3.14, 3.14t, 3.15")
    for sum_, tags in ((sample.digest, "3.11, 3.14, 3.15"), ("old", "3.11, 3.14, 3.14t, 3.15")):
        entry = {"digest": sum_, "date": "", "cells": {"fork": "not run: no wheel of soup"}}
        runs = [{"python": "3.14t", "system": "linux", "programs": {sample.stem: entry}}]
        text = json.dumps({"schema": 1, "runs": runs, "news": []})
        (sample.root / "snippets" / "matrix.json").write_text(text)

        (fault,) = use.each_was_put_to_trial(sample.root)
        assert fault.what.endswith(f"on Python {tags}")


def test_a_page_may_not_begin_with_a_demonstration(program: Callable[..., Sample]) -> None:
    """The page is named, and the program for use that its header names."""
    sample = program(HEADER + MARKED)
    page = sample.root / "docs" / "threads" / "wait.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Wait\n\n```sample\nthreads/subject\n```\n")

    (fault,) = use.a_page_begins_with_use(sample.root)

    assert fault.where == "docs/threads/wait.md:3"
    assert "threads/well" in fault.cure

    well = sample.root / "snippets" / "threads" / "well.py"
    well.write_text(WELL)
    text = page.read_text()
    page.write_text(text.replace("# Wait\n", "# Wait\n\nCopy [[threads/subject]].\n"))
    assert use.a_page_begins_with_use(sample.root)
    page.write_text(text.replace("# Wait\n", "# Wait\n\nCopy [[threads/well]].\n"))
    assert not use.a_page_begins_with_use(sample.root)
    page.write_text(f"{text}\nCopy [[threads/well]].\n")
    assert use.a_page_begins_with_use(sample.root)


def test_the_list_of_the_rest_only_shrinks(program: Callable[..., Sample]) -> None:
    """What stands on it is not named; once it is converted, the list is."""
    sample = program(WAITS)
    rest = sample.root / use.UNCONVERTED
    rest.parent.mkdir()
    rest.write_text('waits = ["threads/subject"]\n')

    assert not use.waits_have_limits(sample.root)

    sample.path.write_text(WELL)
    fresh = Sample(sample.root, sample.stem)
    assert fresh.source == WELL
    (fault,) = use.waits_have_limits(sample.root)
    assert fault.what == "threads/subject is converted, and still stands under waits"


def test_the_share_turns_with_the_day(program: Callable[..., Sample]) -> None:
    """Two days differ, one day is always the same, and only what ended well is done again."""
    sample = program(WELL)
    places = ", ".join(f"main {line}" for line in range(1, 60))
    entry = {
        "digest": digest(sample),
        "date": "2026-01-01",
        "did": {"error": {"ended": places, "hung": "main 99"}, "empty": {"ended": "as it is"}},
    }
    runs = [{"python": "3.14", "system": "linux", "programs": {sample.stem: entry}}]
    (sample.root / NAME).write_text(__import__("json").dumps({"schema": 1, "runs": runs}))
    days = [datetime.date(2026, 1, day) for day in (1, 2)]
    one, two = (use.share(sample.root, "3.14", day) for day in days)

    assert one == use.share(sample.root, "3.14", days[0]) != two
    assert {deed for _, deed, _ in one + two} == {"error"}
    assert ("threads/subject", "error", "main 99") not in one + two
