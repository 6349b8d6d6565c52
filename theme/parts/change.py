"""What changes from a broken program to its right neighbour, line by line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Where more than one line in so many differs, the two programs stand whole.
THIRD = 3
#: As many lines that are alike are left out; fewer are shown, since saying so takes a line too.
FEW = 2
SAME, GONE, NEW, GAP = "same", "gone", "new", "gap"
#: A line that opens what its lines stand in.
OPENS = re.compile(r"\s*(?:async def|def|class)\b")

Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """Lines that follow each other, by number from 0: those gone in the broken program, all
    others in the right one."""

    kind: str
    start: int
    stop: int


def after_docstring(program: str) -> int:
    """How many lines stand before the code, the sentence that a program begins with among them.

    A figure tells that sentence in words, so it is no part of the change.
    """
    lines, end = program.splitlines(), docstring(program)
    return next((n for n in range(end, len(lines)) if lines[n].strip()), end) if end else 0


def docstring(program: str) -> int:
    """The line that the sentence ends at which a program begins with, 0 if it has none."""
    first = next(iter(ast.parse(program).body), None)
    if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
        return 0
    return first.end_lineno or 0


def change(wrong: str, right: str) -> list[Piece] | None:
    """The right program as what changes in the broken one; None where too much of it does."""
    old, new = wrong.splitlines(), right.splitlines()
    a, b = after_docstring(wrong), after_docstring(right)
    found = SequenceMatcher(None, old[a:], new[b:], autojunk=False).get_opcodes()
    codes = [(kind, i + a, j + a, k + b, m + b) for kind, i, j, k, m in found]
    head = [
        [line for line in lines[:n] if line.startswith("#")] for lines, n in ((old, a), (new, b))
    ]
    changed = sum(max(j - i, m - k) for kind, i, j, k, m in codes if kind != "equal")
    if head[0] != head[1] or changed * THIRD > max(len(old) - a, len(new) - b):
        return None
    around = {line for code in codes if code[0] != "equal" for line in _around(code, old, new)}
    pieces: list[Piece] = []
    for kind, i, j, k, m in codes:
        if kind == "equal":
            pieces += _alike(k, m, around)
        else:
            pieces += [Piece(GONE, i, j)] if i < j else []
            pieces += [Piece(NEW, k, m)] if k < m else []
    return pieces


def _around(code: Opcode, old: Sequence[str], new: Sequence[str]) -> Iterator[int]:
    """The lines of the right program that tell where a change stands."""
    _, i, j, k, m = code
    for near in (k - 1, m):
        if 0 <= near < len(new) and new[near].strip():
            yield near
    outer = min(
        depth(line) for line in (*old[i:j], *new[k:m]) if line.strip() or j - i + m - k == 1
    )
    for line in range(k - 1, -1, -1):
        if OPENS.match(new[line]) and depth(new[line]) < outer:
            yield line
            return


def depth(line: str) -> int:
    """How far a line is indented."""
    return len(line) - len(line.lstrip())


def _alike(start: int, stop: int, around: set[int]) -> Iterator[Piece]:
    """Lines that both programs have: those `around` a change, and in place of others a gap."""
    at = start
    while at < stop:
        end = at
        while end < stop and (end in around) == (at in around):
            end += 1
        hidden = at not in around and end - at >= FEW
        yield Piece(GAP if hidden else SAME, at, end)
        at = end
