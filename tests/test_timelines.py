"""Timelines: what a page claims of a trace is so on record, and in a fresh run too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recorder.pythons.interpreters import Interpreter
from shelf import ROOT
from shelf.fault import Fault
from tests.checks.records import traced
from tests.checks.records.traced import Drawn
from tests.checks.work.messages import no


@pytest.mark.parametrize("check", traced.CHECKS)
def test_the_traces(check: Callable[[Path], list[Fault]]) -> None:
    """Every trace on record is of its program as it is, and a page draws it."""
    no(check(ROOT))


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in traced.drawn(ROOT)])
def test_it_is_so_in_a_fresh_run(one: Drawn, interpreter: Interpreter, start_method: str) -> None:
    """Watched, the program prints what it prints unwatched, and does what the page claims."""
    cell = traced.showing(one.panel, interpreter, start_method)
    if cell is None:
        pytest.skip(f"Python {interpreter.tag} does not show this case")

    no(traced.holds_of(one, interpreter, cell))
