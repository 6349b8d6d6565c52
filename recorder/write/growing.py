"""Makes a program larger and smaller: other items, other numbers of workers.

The places are found in the syntax tree: a list, tuple or range that is a
constant of the file, a variable of `main`, or what `main` loops over; and the
number in ``WORKERS = 4``, ``max_workers=4``, ``Pool(4)`` or in the range that
threads or processes are made from.  Where that finds nothing, or the wrong
thing, the header names the variable.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from shelf.header import Grow

#: Names of constants that hold a number of workers.
WORKER_NAMES = ("WORKERS", "THREADS", "PROCESSES")
POOLS = ("ThreadPoolExecutor", "ProcessPoolExecutor", "InterpreterPoolExecutor", "Pool")
MADE = ("Thread", "Process")
#: How a sequence is changed, and how a number.
ITEMS = {"empty": (0, 1), "one": (1, 1), "same": (1, 2), "fifty": (None, 50)}
NUMBERS = {"empty": 0, "one": 1, "fifty": 50}
WORKERS = {"one-worker": 1, "eight-workers": 8}


class NothingNamed(LookupError):
    """A header names a variable that the program does not set."""


def grown(source: str, grow: Grow) -> dict[str, str]:
    """The program's other sizes: its text by the name of the deed."""
    tree = ast.parse(source)
    found: dict[str, str] = {}
    if node := items_of(tree, grow.items):
        text = ast.get_source_segment(source, node) or ""
        for deed in ITEMS:
            if other := larger(node, text, deed):
                found[deed] = edited(source, [(node, other)])
    if nodes := workers_of(tree, grow.workers):
        for deed, number in WORKERS.items():
            found[deed] = edited(source, [(node, str(number)) for node in nodes])
    return found


def larger(node: ast.expr, text: str, deed: str) -> str:
    """The text that stands for the items instead, "" where there is none."""
    if isinstance(node, ast.Constant):
        if deed not in NUMBERS or not isinstance(node.value, int):
            return ""
        return str(node.value * 50 if deed == "fifty" else NUMBERS[deed])
    first, times = ITEMS[deed]
    kind = "tuple" if isinstance(node, ast.Tuple) else "list"
    if isinstance(node, ast.Dict):
        return "" if times > 1 else f"dict(list(({text}).items())[:{first}])"
    part = "" if first is None else f"[:{first}]"
    return f"({kind}(({text})){part} * {times})"


def items_of(tree: ast.Module, name: str) -> ast.expr | None:
    """The expression that says which items there are."""
    if name:
        return named(tree, name)
    constants = [
        value
        for target, value in assignments(tree.body)
        if target.isupper()
        and (sequence(value) or isinstance(value, ast.ListComp))
        and target not in WORKER_NAMES
    ]
    main = main_of(tree)
    if main is None:
        return next(iter(constants), None)
    variables = [value for _, value in assignments(ast.walk(main)) if sequence(value)]
    loops = [
        node.iter
        for node in ast.walk(main)
        if isinstance(node, ast.For | ast.comprehension) and sequence(node.iter)
    ]
    workers = [iterated for iterated, _ in worker_loops(main)]
    mapped = [
        argument
        for node in ast.walk(main)
        if isinstance(node, ast.Call) and called(node) in ("map", "imap", "imap_unordered")
        for argument in node.args[1:]
        if sequence(argument)
    ]
    # one thread for each of some names: the names are items, where a range is a number
    loops = [node for node in loops if node not in workers or not isinstance(node, ast.Call)]
    return next(iter([*constants, *variables, *mapped, *loops]), None)


def workers_of(tree: ast.Module, name: str) -> list[ast.expr]:
    """The numbers that say how many workers there are."""
    if name:
        return [named(tree, name)]
    found = [
        value
        for target, value in assignments(tree.body)
        if target in WORKER_NAMES and number(value)
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in POOLS:
            found += [
                word.value for word in node.keywords if word.arg in ("max_workers", "processes")
            ]
            found += node.args[:1]
    for iterated, _ in worker_loops(tree):
        if isinstance(iterated, ast.Call) and called(iterated) == "range":
            found += iterated.args[:1] if len(iterated.args) == 1 else []
    return [node for node in dict.fromkeys(found) if number(node)]


def worker_loops(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.AST]]:
    """What threads or processes are made from, one for each of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp) and made(node.elt):
            yield node.generators[0].iter, node
        elif isinstance(node, ast.For) and any(made(one) for one in ast.walk(node)):
            yield node.iter, node


def made(node: ast.AST) -> bool:
    """Whether this makes a thread or a process."""
    return isinstance(node, ast.Call) and called(node) in MADE


def called(node: ast.Call) -> str:
    """The last word of what is called."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def sequence(node: ast.expr) -> bool:
    """Whether this is a literal of two items or more, or a range of a literal length."""
    if isinstance(node, ast.List | ast.Tuple):
        return len(node.elts) > 1 and given(node)
    return (
        isinstance(node, ast.Call)
        and called(node) == "range"
        and all(isinstance(one, ast.Constant) for one in node.args)
    )


def given(node: ast.List | ast.Tuple) -> bool:
    """Whether the items are data that stands there: no results, functions or classes."""
    return not any(
        isinstance(one, ast.Call | ast.Attribute | ast.Subscript | ast.Name | ast.Starred)
        for item in node.elts
        for one in ast.walk(item)
    )


def number(node: ast.expr) -> bool:
    """Whether this is a whole number."""
    return isinstance(node, ast.Constant) and type(node.value) is int


def main_of(tree: ast.Module) -> ast.AST | None:
    """The function `main`."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    found = [one for one in tree.body if isinstance(one, kinds) and one.name == "main"]
    return next(iter(found), None)


def named(tree: ast.Module, name: str) -> ast.expr:
    """What the variable called `name` is set to, first of all."""
    found = [value for target, value in assignments(ast.walk(tree)) if target == name]
    if not found:
        raise NothingNamed(name)
    return found[0]


def assignments(nodes: object) -> Iterator[tuple[str, ast.expr]]:
    """Each variable that is set, and to what."""
    for node in nodes:  # type: ignore[attr-defined]
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


def edited(source: str, changes: list[tuple[ast.expr, str]]) -> str:
    """`source` with other text for some of its expressions."""
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def at(line: int, column: int) -> int:
        return starts[line - 1] + column

    data = b"".join(lines)
    key: Callable[[tuple[ast.expr, str]], int] = lambda one: -at(one[0].lineno, one[0].col_offset)  # noqa: E731
    for node, text in sorted(changes, key=key):
        first = at(node.lineno, node.col_offset)
        last = at(node.end_lineno or 0, node.end_col_offset or 0)
        data = data[:first] + text.encode() + data[last:]
    return data.decode()
