"""The mutants of a program: without what its header says it shows, and by every operator."""

from __future__ import annotations

import ast

from shelf import Sample
from tests.mutants.field import FIELD, Found, without
from tests.mutants.tree import Mutant, Operator, Program, mutants
from tests.mutants.usual import USUAL

OPERATORS: dict[str, Operator] = {**FIELD, **USUAL}
SHOWS = "shows"


def made_of(sample: Sample) -> list[Mutant]:
    """Every mutant of a program."""
    lines = tuple(shown.without for shown in sample.header.shows)
    return mutants(sample.source, {SHOWS: taking_away(lines), **OPERATORS})


def taking_away(lines: tuple[str, ...]) -> Operator:
    """The operator that takes away the statements that begin with these lines."""

    def operator(program: Program) -> Found:
        text = program.source.splitlines()
        for node in program.nodes:
            if not isinstance(node, ast.stmt) or text[node.lineno - 1].strip() not in lines:
                continue
            if isinstance(node, ast.With | ast.AsyncWith):
                yield node, [program.head(node, without(program, node, node.items[0]))]
            elif isinstance(node, ast.If | ast.While):
                yield node, [program.instead(node.test, "False")]
            else:
                yield node, [program.instead(node, "pass")]

    return operator
