"""What the checks of the recorder share: a text that is run, and what is said of it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from recorder.cell import natural_cell, observe, verify
from recorder.pythons.interpreters import Interpreter
from recorder.run.once import Result
from shelf import Sample


@pytest.fixture
def seen(program: Callable[..., Sample], interpreter: Interpreter) -> Callable[[str], Result]:
    """Runs a program's text once, and returns what was seen."""

    def run(source: str) -> Result:
        sample = program(textwrap.dedent(source))
        return observe(sample, interpreter, natural_cell(sample.header, interpreter))

    return run


@pytest.fixture
def faults(program: Callable[..., Sample], interpreter: Interpreter) -> Callable[..., str]:
    """Checks a program's text, and returns all that is said against it."""

    def check(source: str, transcript: str | None = "") -> str:
        sample = program(textwrap.dedent(source), transcript=transcript)
        found = verify(sample, interpreter, natural_cell(sample.header, interpreter))
        return "\n".join(map(str, found))

    return check
