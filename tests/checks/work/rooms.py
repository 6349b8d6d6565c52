"""Rooms: who imports whom, by the contracts in pyproject.toml.

python -m tests.checks.work.rooms
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from shelf import ROOT
from shelf.fault import Fault, report
from tests.checks.work.command import run

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
#: An import that a contract forbids, one chain of them, and a room that no contract lists.
ARROW = re.compile(r"(?m)^-? +([\w.]+) -> ([\w.]+) \(l\.(\d+)")
UNLISTED = re.compile(r"(?s)not listed as layers:\n\n(.*?)\n\n\(Since")
CIRCLE = re.compile(r"(?s)No cycles are allowed in ([\w.]+)\.\n.*?\n\n(.*?)(?:\n\n|\Z)")
LEG = re.compile(r"- \.(\w+) -> \.(\w+)")
PLAN = "look at 'Six rooms' in README.md"


def arrows_go_down(root: Path) -> list[Fault]:
    """No room imports one that stands above or beside it, and none stands outside the order."""
    words = ["-c", LINT, "--no-cache"]
    status, text = run(words, root, {"NO_COLOR": "1", "COLUMNS": "200"})
    if status == 0:
        return []
    found = list(_faults(root, text))
    if found:
        return found
    why = "nobody would see a wrong import"
    return [
        Fault(f"the rooms could not be read:\n{text}", "pyproject.toml", why, "make that run pass")
    ]


def _faults(root: Path, text: str) -> Iterator[Fault]:
    for here, there, line in dict.fromkeys(ARROW.findall(text)):
        yield Fault(
            f"{here} imports {there}, which stands above or beside it",
            f"{_file(root, here)}:{line}",
            "a room knows those below it alone, so that whoever opens it need read no other",
            f"move what both need into a room below both; {PLAN}",
        )
    for names in UNLISTED.findall(text):
        for name in re.findall(r"[\w.]+", names):
            yield Fault(
                f"{name} has no place in the order of the rooms",
                f"{_file(root, name)}:1",
                "what has no place may import everything",
                "move it into a room, or add it to the layers of [tool.importlinter] in"
                " pyproject.toml",
            )
    for room, legs in CIRCLE.findall(text):
        for here, there in LEG.findall(legs):
            yield Fault(
                f"{room}.{here} and {room}.{there} import each other, at some removes",
                f"{_file(root, f'{room}.{here}')}:1",
                "of a circle nothing can be read alone",
                f"take away this arrow, from {here} to {there}; {PLAN}",
            )


def _file(root: Path, module: str) -> str:
    path = Path(*module.split("."))
    file = path / "__init__.py" if (root / path).is_dir() else path.with_suffix(".py")
    return file.as_posix()


CHECKS = (arrows_go_down,)

if __name__ == "__main__":
    if faults := arrows_go_down(ROOT):
        sys.exit(report(faults))
