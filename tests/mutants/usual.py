"""The usual operators, on what is computed: constants, comparisons, arithmetic, what is returned.

They leave alone what says how long somebody waits, and how many workers there
are: the operator ``limit`` takes a limit whole, and the use drill tries other
numbers.  Lines that send a signal are left too, since a wrong number there may
mean a process that is not ours.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from recorder.write.growing import POOLS, WORKER_NAMES
from tests.mutants.tree import Change, Operator, Program, called

Found = Iterator[tuple[ast.AST, list[Change]]]
#: Names of what says how long: constants, variables and arguments.
LONG = re.compile(r"(?i)limit|timeout|patience|grace|tick|seconds|interval|delay|pause|every")
#: Calls whose numbers say how long, how many workers, or whom a signal goes to.
SPARED = re.compile(
    r"wait|join|result|sleep|acquire|setswitchinterval|alarm|setitimer|poll|kill|killpg|timeout|"
    r"dump_traceback_later|call_later|monotonic|perf_counter|uniform|Random|seed|" + "|".join(POOLS)
)
COMPARED = {
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
COMPUTED = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "+",
    ast.Div: "*",
    ast.FloorDiv: "*",
    ast.Mod: "*",
    ast.Pow: "*",
}


def spared(program: Program, node: ast.AST) -> bool:
    """Whether a number says how long, how many workers, or which process."""
    inner = node
    for outer in program.above(node):
        if isinstance(outer, ast.Call) and SPARED.fullmatch(called(outer)):
            return True
        if isinstance(outer, ast.Call) and handed_on(outer):
            return True
        if isinstance(outer, ast.keyword) and (
            LONG.search(outer.arg or "") or outer.arg in ("max_workers", "processes")
        ):
            return True
        if isinstance(outer, ast.Assign | ast.AnnAssign):
            names = outer.targets if isinstance(outer, ast.Assign) else [outer.target]
            text = " ".join(ast.unparse(name) for name in names)
            return bool(LONG.search(text)) or text in WORKER_NAMES
        if isinstance(outer, ast.arguments):
            return True  # a default
        if isinstance(outer, ast.stmt):
            return "kill" in ast.unparse(outer) if inner is not outer else False
        inner = outer
    return False


def handed_on(call: ast.Call) -> bool:
    """Whether a call hands its numbers on to one that waits: ``submit(ready.wait, 10)``."""
    first = next(iter(call.args), None)
    return isinstance(first, ast.Attribute) and bool(SPARED.fullmatch(first.attr))


def constant(program: Program) -> Found:
    """One more."""
    for node in program.nodes:
        number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
        if number and not spared(program, node):
            yield node, [program.instead(node, repr(node.value + 1))]


def yes(program: Program) -> Found:
    """No for yes."""
    for node in program.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, bool):
            parent = program.parents[node]
            if not (isinstance(parent, ast.keyword) and parent.arg == "daemon"):
                yield node, [program.instead(node, str(not node.value))]


def comparison(program: Program) -> Found:
    """The edge of a comparison, and its other side."""
    for node in program.nodes:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = program.text(node.left), program.text(node.comparators[0])
            for sign in COMPARED.get(type(node.ops[0]), ()):
                yield node, [program.instead(node, f"{left} {sign} {right}")]


def logic(program: Program) -> Found:
    """`or` for `and`, and no `not`."""
    for node in program.nodes:
        if any(called(one) in ("kill", "killpg") for one in program.above(node)):
            continue  # whom a signal goes to: of 0, to whoever made the mutant
        if isinstance(node, ast.BoolOp):
            sign = " or " if isinstance(node.op, ast.And) else " and "
            text = sign.join(f"({program.text(one)})" for one in node.values)
            yield node, [program.instead(node, f"({text})")]
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, [program.instead(node, f"bool({program.text(node.operand)})")]


def arithmetic(program: Program) -> Found:
    """Minus for plus, and so on; of numbers, not of texts."""
    for node in program.nodes:
        if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in COMPUTED:
            sides = [node.left, node.right] if isinstance(node, ast.BinOp) else [node.value]
            texts = ast.List | ast.Tuple | ast.JoinedStr
            if any(
                isinstance(one, texts)
                or (isinstance(one, ast.Constant) and isinstance(one.value, str | bytes))
                for one in sides
            ) or spared(program, node):
                continue
            now = COMPUTED[type(node.op)]
            if isinstance(node, ast.BinOp):
                text = f"{program.text(node.left)} {now} {program.text(node.right)}"
            else:
                text = f"{program.text(node.target)} {now}= {program.text(node.value)}"
            yield node, [program.instead(node, text)]


def returned(program: Program) -> Found:
    """Nothing is returned."""
    for node in program.nodes:
        value = node.value if isinstance(node, ast.Return) else None
        if value is not None and ast.unparse(value) != "None":
            yield node, [program.instead(value, "None")]


USUAL: dict[str, Operator] = {
    "constant": constant,
    "yes": yes,
    "comparison": comparison,
    "logic": logic,
    "arithmetic": arithmetic,
    "return": returned,
}
