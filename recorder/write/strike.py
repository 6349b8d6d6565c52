"""Runs a program once with one deed done to it, at one place, by recorder/inside/striking.py."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recorder.hold.check import command_for
from recorder.pythons.environments import python_for
from recorder.pythons.interpreters import Interpreter
from recorder.run.once import Result, run
from shelf.conditions import Cell
from shelf.deeds import DEEDS
from shelf.sample import Sample

#: Seconds after which a program that waits counts as one that hangs: longer
#: than the longest limit that one of ours gives to a wait.
LIMIT = 20.0
SHARED = Path("/dev/shm")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Place:
    """Where a program is struck: who comes by, at which statement, under which start method."""

    role: str = ""
    line: int = 0
    method: str = ""

    def __str__(self) -> str:
        words = [self.role, str(self.line or ""), self.method]
        return " ".join(word for word in words if word) or "as it is"


def statements(source: str) -> dict[int, int]:
    """The first line of the statement that each line of a function belongs to.

    The line of a `try` is none: nothing is done there that could fail, and the compiler
    leaves it out of what an outer `finally` holds for.
    """
    found: dict[int, int] = {}
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.Lambda):
            continue
        if isinstance(function, FUNCTIONS):
            for node in ast.walk(function):
                if isinstance(node, ast.Try | ast.TryStar):
                    continue
                if isinstance(node, ast.stmt) and node is not function:
                    _add(found, node)
    return found


def _add(found: dict[int, int], node: ast.stmt) -> None:
    """Give a statement its own lines: those of its blocks belong to what stands there."""
    blocks = [
        child.lineno
        for name in ("body", "orelse", "finalbody", "handlers", "cases")
        for child in getattr(node, name, [])
        if hasattr(child, "lineno")
    ]
    last = min(blocks, default=(node.end_lineno or node.lineno) + 1)
    for line in range(node.lineno, max(last, node.lineno + 1)):
        found[line] = node.lineno


def trial_of(
    sample: Sample,
    interpreter: Interpreter,
    cell: Cell,
    deed: str,
    at: Place,
    source: str = "",
    how: Callable[..., Result] = run,
) -> tuple[Result, list[str], bool]:
    """Run a program once with a deed done to it: the run, what was noted, whether it was done.

    ``how`` is what runs it.
    """
    own = tempfile.mkdtemp(prefix="strike-")
    folder = Path(own)
    striking = deed if deed in DEEDS and DEEDS[deed].family != "grow" else ""
    lines = " ".join(f"{line}:{start}" for line, start in statements(sample.source).items())
    command = command_for(sample, cell)
    order = folder / "order"
    facts = {
        "program": command.script,
        "folder": own,
        "deed": striking,
        "role": at.role,
        "line": str(at.line),
        "statements": lines,
    }
    order.write_text("".join(f"{key}\t{value}\n" for key, value in facts.items()), encoding="utf-8")
    forced = cell.start_method != interpreter.default and not sample.header.start_methods
    try:
        result = how(
            sample.path,
            command,
            python_for(sample, interpreter),
            limit=LIMIT,
            hangs=True,
            start_method=cell.start_method if forced else "",
            source=source or sample.source,
            order=order,
            stage=sample.stage,
        )
        notes = folder / "notes"
        noted = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
        blocks = [line.removeprefix("block ") for line in noted if line.startswith("block ")]
        noted += [f"left {name}" for name in blocks if (SHARED / name).exists()]
        noted += [f"left {file.name}" for file in SHARED.glob(f"sem.mp-{folder.name}*")]
        return result, noted, (folder / "struck").exists()
    finally:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        for line in blocks if "blocks" in locals() else []:
            (SHARED / line).unlink(missing_ok=True)
        for file in SHARED.glob(f"sem.mp-{folder.name}*"):
            file.unlink(missing_ok=True)
