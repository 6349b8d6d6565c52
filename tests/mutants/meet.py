"""Lets two threads meet inside what a lock guards, so that a lock that is gone is missed.

Without its lock a program comes out right nearly always.  So a copy of it, with
the lock and without, stops between the statements that the lock guards until
another thread is there too.  With the lock nobody can come, and it goes on
after a while; without it both are there on every run.
"""

from __future__ import annotations

import ast

from tests.mutants.tree import Change, Program, called

#: Seconds that the first of two waits, and how often a thread waits at all.
PATIENCE, OFTEN = 3.0, 2
MEET = f"""import threading as _threading

_here, _mine = _threading.Barrier(2), _threading.local()


def _meet():
    _mine.often = getattr(_mine, "often", 0) + 1
    if _mine.often <= {OFTEN}:
        try:
            _here.wait({PATIENCE})
        except _threading.BrokenBarrierError:
            _here.reset()


"""


def meeting(source: str, line: int, guarded: bool) -> str:
    """The program with a meeting inside the `with` of `line`, which stays or goes; "" if none."""
    program = Program(source)
    found = [n for n in program.nodes if isinstance(n, ast.With) and n.lineno == line]
    if not found or any(no_lock(item) for item in found[0].items):
        return ""
    (block, *_) = found
    changes: list[Change] = []
    for statement in inside(block.body):
        first, last = program.span(statement)
        indent = program.indent(statement)
        if isinstance(statement, ast.AugAssign) and type(statement.op) is ast.Add:
            target, value = program.text(statement.target), program.text(statement.value)
            apart = f"_was = {target}\n{indent}_meet()\n{indent}{target} = _was + ({value})"
            changes.append((first, last, apart))
        else:
            changes.append((first, first, f"_meet()\n{indent}"))
    if not changes:
        return ""
    if not guarded:
        changes.append(program.head(block, "if True:"))
        # a head ends where the first statement begins, and so both are one change
        changes = joined(changes)
    top = next(
        node
        for node in program.tree.body
        if not isinstance(node, ast.ImportFrom | ast.Import)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    )
    decorators = getattr(top, "decorator_list", [])
    at = program.span(decorators[0])[0] - 1 if decorators else program.span(top)[0]
    return program.changed([*changes, (at, at, MEET)])


def no_lock(item: ast.withitem) -> bool:
    """Whether what is entered is none: it has a name, or lets an error pass."""
    return bool(item.optional_vars) or called(item.context_expr) == "suppress"


def inside(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements before which two threads may meet: all but the first, and those of blocks."""
    found = []
    for number, statement in enumerate(body):
        if number or isinstance(statement, ast.AugAssign):
            found.append(statement)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(statement, name, [])
            if isinstance(statement, ast.If | ast.For | ast.While | ast.Try | ast.With) and block:
                found += [block[0], *inside(block)]
    return list(dict.fromkeys(found))


def joined(changes: list[Change]) -> list[Change]:
    """Changes of which one begins where another ends, as one."""
    found: list[Change] = []
    for first, last, text in sorted(changes, key=lambda one: (one[1], one[0])):
        if found and found[-1][1] == first:
            before = found.pop()
            found.append((before[0], last, before[2] + text))
        else:
            found.append((first, last, text))
    return found
