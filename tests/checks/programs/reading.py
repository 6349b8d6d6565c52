"""Reads one program for the checks, and names the line of what cannot be read."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from shelf import Sample, Wrong
from shelf.fault import Fault
from shelf.header import split

#: How a place ends that names a line.
PLACED = re.compile(r":\d+$")


@dataclass(frozen=True)
class Program:
    """A program that was read: its syntax tree and its comments by line.

    The comments of the header block are left out.
    """

    sample: Sample
    tree: ast.Module
    comments: dict[int, str]

    def at(self, line: int = 1) -> str:
        """How a message names a line of it; what it lacks as a whole it lacks on the first."""
        return f"snippets/{self.sample.stem}.py:{line}"

    def nodes(self) -> Iterator[ast.AST]:
        """Everything in its syntax tree."""
        return ast.walk(self.tree)


def read(sample: Sample) -> Program:
    """Read a program; raises `HeaderError` or `SyntaxError` where that is not possible."""
    _ = sample.header
    block, _ = split(sample.source)
    first = sample.source.count("\n", 0, sample.source.index(block)) + 1 if block else 0
    header = range(first, first + block.count("\n"))
    tokens = tokenize.generate_tokens(io.StringIO(sample.source).readline)
    tree = ast.parse(sample.source)
    comments = {
        token.start[0]: token.string
        for token in tokens
        if token.type == tokenize.COMMENT and token.start[0] not in header
    }
    return Program(sample, tree, comments)


def unreadable(sample: Sample, error: Exception) -> Fault:
    """The fault of a program whose header, text or transcript cannot be read."""
    where = f"snippets/{sample.stem}.py:{getattr(error, 'lineno', None) or 1}"
    words = str(error)
    if isinstance(error, SyntaxError):
        words = f"not Python: {error.msg}"
    if isinstance(error, Wrong):
        words = error.words
        if PLACED.search(error.where):
            where = error.where.replace(f"{sample.root}/", "")
    return Fault(
        words,
        where,
        "what the recorder does not understand it cannot hold the program to",
        f"mend it, then: make test ONLY={sample.stem}",
    )
