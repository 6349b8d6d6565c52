"""Lets a wait run out, so that a guard is missed that would have told of it.

`if not ready.wait(LIMIT): raise TimeoutError(...)` does nothing while all goes
well.  So a copy of the program has the wait fail at once: with its guard it
ends with an error, and without it goes on as if nothing were.
"""

from __future__ import annotations

import ast

from tests.mutants.tree import Program, called

WAITS = ("wait", "wait_for", "acquire", "is_alive", "poll", "get")


def late(source: str, line: int) -> str:
    """The program in which the wait that is asked about around a line fails, "" if none is."""
    program = Program(source)
    for node in program.nodes:
        if not isinstance(node, ast.If) or not isinstance(node.body[-1], ast.Raise | ast.Pass):
            continue
        if not node.lineno <= line <= (node.end_lineno or 0):
            continue
        for call in ast.walk(node.test):
            if called(call) in WAITS:
                bad = str(called(call) == "is_alive")
                return program.changed([program.instead(call, bad)])
    return ""
