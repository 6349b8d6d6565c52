"""A broken program and its right neighbour: one figure, and no difference by accident."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import pairwise, product
from pathlib import Path

from shelf import Wrong, samples
from shelf.fault import Fault
from tests.checks.pages.markdown import pages

NAME = re.compile(r"[A-Za-z]\w*")


def pairs_are_one_figure(root: Path) -> list[Fault]:
    """Where nothing stands between a broken program and the right one, they are one figure."""
    faults = []
    for page in pages(root):
        lines = page.text.split("\n")
        known = samples(root)
        for one, other in pairwise(page.fences):
            wrong = known.get(one.stem)
            alone = one.language == other.language == "sample" and wrong and wrong.broken
            if not alone or not wrong or wrong.neighbour != other.stem:
                continue
            if not any(line.strip() for line in lines[one.last : other.line - 1]):
                faults.append(
                    Fault(
                        f"{one.stem} and {other.stem} stand below each other in two fences",
                        page.at(one.line),
                        "the reader looks for the few lines that differ in two whole programs",
                        f"name both in one fence: ```pair, {one.stem}, {other.stem}",
                    )
                )
    return faults


def pairs_differ_on_purpose(root: Path) -> list[Fault]:
    """What both programs of a pair have goes by one name in both."""
    known = samples(root)
    faults = []
    for wrong in known.values():
        right = known.get(wrong.neighbour) if wrong.broken else None
        try:
            found = right and renamed(wrong.shown, right.shown)
        except (Wrong, SyntaxError):
            continue  # test_snippets.py says so
        if right and found:
            old, new = found
            faults.append(
                Fault(
                    f"it differs in more than it says: {old} is {new} in {right.stem}",
                    f"snippets/{wrong.stem}.py:{_line(wrong.source, old)}",
                    "the page shows what differs, and the reader looks there for the fault",
                    f"give it one name in both: {new}",
                )
            )
    return faults


def renamed(wrong: str, right: str) -> tuple[str, str] | None:
    """A name of only the one and what it is called in only the other, if lines differ by it alone.

    A name with a leading underscore says that nobody uses it, or is Python's own.
    """
    ours, theirs = _bound(wrong) - _words(right), _bound(right) - _words(wrong)
    before = _changed(wrong, right)
    for old, new in product(sorted(ours), sorted(theirs)):
        if _changed(re.sub(rf"\b{old}\b", new, wrong), right) < before:
            return old, new
    return None


def _changed(wrong: str, right: str) -> int:
    """How many lines differ."""
    match = SequenceMatcher(None, wrong.splitlines(), right.splitlines(), autojunk=False)
    codes = [code for code in match.get_opcodes() if code[0] != "equal"]
    return sum(max(j - i, m - k) for _, i, j, k, m in codes)


def _bound(program: str) -> set[str]:
    """The names that a program gives by itself."""
    found = set()
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return {name for name in found if NAME.fullmatch(name)}


def _words(program: str) -> set[str]:
    return set(re.findall(r"\w+", program))


def _line(source: str, name: str) -> int:
    lines = source.split("\n")
    return next(n for n, line in enumerate(lines, 1) if re.search(rf"\b{name}\b", line))


CHECKS: tuple[Callable[[Path], list[Fault]], ...] = (
    pairs_are_one_figure,
    pairs_differ_on_purpose,
)
