"""Of many red checks, those that found a cause tell it, and the others say that they follow."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from shelf.fault import Fault
from tests.checks.work.causes import DRAWN, causes
from tests.plugins.causes import KEY, retell

STEM = Fault("there is no program 'threads/taly'", "docs/threads/a.md:3", "why", "write it")
DREW = Fault("there is no program 'threads/taly'", "docs/threads/a.md:3", DRAWN, "correct it")
ALONE = Fault("no page shows this program", "snippets/threads/tally.py:1", "why", "show it")
FORM = Fault("no docstring", "snippets/threads/late.py:1", "why", "begin the file with it")
STALE = Fault(
    "snippets/matrix.json holds no run of it as it is now",
    "snippets/threads/late.py:1",
    "why",
    "make matrix",
)
OTHER = Fault("the word 'Simply'", "docs/threads/a.md:9", "why", "leave it out")


def red(*faults: Fault) -> pytest.TestReport:
    """The report of a check that found these faults."""
    return pytest.TestReport(
        nodeid="tests/test_pages.py::test_pages",
        location=("tests/test_pages.py", 1, "test_pages"),
        keywords={},
        outcome="failed",
        longrepr="as it was",
        when="call",
        user_properties=[(KEY, [asdict(fault) for fault in faults])] if faults else [],
    )


def test_what_follows_is_left_out_and_nothing_else() -> None:
    """Neither a second program's fault nor another line of the page."""
    own, following = causes([STEM, DREW, ALONE, FORM, STALE, OTHER, STEM])

    assert own == [STEM, FORM, OTHER]
    assert following == [DREW, ALONE, STALE]


def test_a_fault_without_a_cause_elsewhere_stays() -> None:
    """Each of these alone is told."""
    for fault in (STEM, DREW, ALONE, FORM, STALE, OTHER):
        assert causes([fault]) == ([fault], [])


def test_the_reports_are_written_anew() -> None:
    """The first check that found a cause tells it; one that failed otherwise is let be."""
    reports = [red(DREW), red(STEM, OTHER), red(STEM), red()]
    retell(reports)

    assert [str(one.longrepr) for one in reports] == [
        "follows from what is said elsewhere here",
        f"{STEM}\n\n{OTHER}",
        "follows from what is said elsewhere here",
        "as it was",
    ]
