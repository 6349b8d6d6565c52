"""Pairs: a wrong program differs from its right neighbour in what the page is about."""

from __future__ import annotations

import ast
from difflib import SequenceMatcher
from pathlib import Path

from shelf import Sample, samples
from shelf.fault import Fault
from tests.checks.programs.use import Found, less

#: So many lines may differ, or so large a part of the longer half.
LINES, PART = 8, 0.5


def pairs_are_close(root: Path) -> list[Fault]:
    """What differs between the halves of a pair is bounded, so that it is the cure and no more."""
    known = samples(root)
    found: Found = {}
    for wrong in known.values():
        if not wrong.broken or wrong.neighbour not in known:
            continue
        try:
            halves = [statements(one) for one in (wrong, known[wrong.neighbour])]
        except SyntaxError:
            continue  # another check says so
        apart, most = distance(*halves), max(LINES, int(PART * max(map(len, halves))))
        if apart > most:
            found[wrong.stem] = Fault(
                f"{apart} lines differ from {wrong.neighbour}, at most {most} may",
                f"snippets/{wrong.stem}.py:1",
                "a reader who compares both cannot tell the cure from the rest, and neither"
                " can a check: it may go wrong for another reason",
                f"have {wrong.stem} be its neighbour less the cure, then: make record"
                f" ONLY={wrong.neighbour}",
            )
    return less(root, "pairs", found)


def statements(sample: Sample) -> list[str]:
    """The lines of a program that do something: no header, docstring, comment or import."""
    tree = ast.parse(sample.source)
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return [
        line
        for node in body
        if not isinstance(node, ast.Import | ast.ImportFrom)
        for line in ast.unparse(node).splitlines()
        if line.strip()
    ]


def distance(one: list[str], other: list[str]) -> int:
    """How many lines of either text are not in the other."""
    same = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in same)


CHECKS = (pairs_are_close,)
