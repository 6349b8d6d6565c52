"""Operators of this field: what keeps threads and processes apart, in time and in order.

Each takes one thing away from a program, or swaps it for its like.  What it
leaves alone is said where it is left.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.mutants.tree import Change, Operator, Program, called

Found = Iterator[tuple[ast.AST, list[Change]]]
#: Calls that wait, and at which place they take a limit.
WAITS = {"wait": 0, "join": 0, "result": 0, "poll": 0, "wait_for": 1}
#: What is no limit: `", ".join([...])` joins texts.
MANY = ast.List | ast.ListComp | ast.GeneratorExp | ast.JoinedStr
#: Calls that end, close or give something back.
ENDS = ("close", "shutdown", "terminate", "unlink", "cancel", "shutdown_default_executor", "end")
#: Calls that tell others something.
TELLS = ("set", "notify", "notify_all", "release")
MADE = ("Thread", "Process")
#: Where a number says how many may come, or have to.
BARRIERS = ("Barrier", "Semaphore", "BoundedSemaphore")
BOUNDED = ("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue", "JoinableQueue", "deque")
OTHER_METHOD = {"spawn": "fork", "fork": "spawn", "forkserver": "spawn"}
NOW = """def _now(function, *values, **words):
    from concurrent.futures import Future

    future = Future()
    try:
        future.set_result(function(*values, **words))
    except BaseException as error:
        future.set_exception(error)
    return future


"""


def calls(program: Program, *names: str) -> Iterator[ast.Call]:
    """Each call of one of these names."""
    for node in program.nodes:
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def dropped(program: Program, *names: str, attribute: bool = True) -> Found:
    """Each statement that does no more than call one of these names."""
    for node in program.nodes:
        if not isinstance(node, ast.Expr):
            continue
        value = node.value.value if isinstance(node.value, ast.Await) else node.value
        method = isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
        if called(value) in names and (method or not attribute):
            yield node, [program.instead(node, "pass")]


def with_(program: Program) -> Found:
    """A `with`, one of its managers at a time: nothing is entered, nothing is left."""
    for node in program.nodes:
        if not isinstance(node, ast.With | ast.AsyncWith):
            continue
        for item in node.items:
            yield node, [program.head(node, without(program, node, item))]


def without(program: Program, node: ast.With | ast.AsyncWith, item: ast.withitem) -> str:
    """The head of a `with` less one of its managers."""
    indent = program.indent(node)
    value = program.text(item.context_expr)
    kept = [
        program.text(one.context_expr)
        + (f" as {program.text(one.optional_vars)}" if one.optional_vars else "")
        for one in node.items
        if one is not item
    ]
    word = "async with" if isinstance(node, ast.AsyncWith) else "with"
    head = f"{word} {', '.join(kept)}:" if kept else "if True:"
    if item.optional_vars is None:
        return head
    if isinstance(node, ast.AsyncWith):
        value = f"await ({value}).__aenter__()"
    line = f"{program.text(item.optional_vars)} = {value}"
    if item is node.items[0]:
        return f"{line}\n{indent}{head}"
    return f"{head}\n{program.indent(node.body[0])}{line}"  # it may need what stands before it


def lock(program: Program) -> Found:
    """A lock that is taken by hand."""
    yield from dropped(program, "acquire")


def join(program: Program) -> Found:
    """A `join`: nobody waits for that end."""
    yield from dropped(program, "join")


def end(program: Program) -> Found:
    """What closes, ends, cancels or unlinks."""
    yield from dropped(program, *ENDS)


def finally_(program: Program) -> Found:
    """What a `finally` does."""
    for node in program.nodes:
        if isinstance(node, ast.Try | ast.TryStar) and node.finalbody:
            yield node.finalbody[0], [program.block(node.finalbody)]


def limit(program: Program) -> Found:
    """The limit of a wait."""
    for node in program.nodes:
        if not isinstance(node, ast.Call):
            continue
        for word in node.keywords:
            if word.arg == "timeout" and called(node) != "timeout":
                yield node, [program.inner(node, word.value, "None")]
        at = WAITS.get(called(node))
        if at is not None and isinstance(node.func, ast.Attribute) and len(node.args) > at:
            if called(node) == "join" and isinstance(node.func.value, ast.Constant):
                continue  # of texts
            if not any(isinstance(one, ast.Starred) for one in node.args):
                value = node.args[at]
                if not isinstance(
                    value, ast.List | ast.ListComp | ast.GeneratorExp | ast.JoinedStr
                ):
                    yield node, [program.instead(value, "None")]


def guard(program: Program) -> Found:
    """An `if` that leaves, or raises: nobody looks any more."""
    leaves = ast.Return | ast.Raise | ast.Continue | ast.Break
    for node in program.nodes:
        if isinstance(node, ast.If) and not node.orelse:
            exits = called(getattr(node.body[-1], "value", node)) == "exit"
            if isinstance(node.body[-1], leaves) or exits:
                yield node, [program.instead(node.test, "False")]


def again(program: Program) -> Found:
    """A loop around a wait: it looks only once."""
    for node in program.nodes:
        if isinstance(node, ast.While) and not node.orelse and len(node.body) == 1:
            (only,) = node.body
            if isinstance(only, ast.Expr) and called(only.value) in ("wait", "sleep"):
                first = program.span(node)[0]
                yield node, [(first, first + len("while"), "if")]


def sentinel(program: Program) -> Found:
    """The mark that tells a worker that nothing more comes."""
    for node in program.nodes:
        if isinstance(node, ast.Expr) and called(node.value) in ("put", "put_nowait", "send"):
            assert isinstance(node.value, ast.Call)
            first = next(iter(node.value.args), None)
            mark = isinstance(first, ast.Constant) and first.value is None
            if mark or (isinstance(first, ast.Name) and first.id.isupper()):
                yield node, [program.instead(node, "pass")]
        elif isinstance(node, ast.Expr) and called(node.value) == "callback":
            assert isinstance(node.value, ast.Call)
            if any(isinstance(one, ast.Constant) for one in node.value.args):
                yield node, [program.instead(node, "pass")]


def task_done(program: Program) -> Found:
    """The word to a queue that one item is done."""
    yield from dropped(program, "task_done")


def tell(program: Program) -> Found:
    """What wakes others, or lets them go on; and one where all were meant."""
    yield from dropped(program, *TELLS)
    for node in calls(program, "notify_all"):
        name = node.func
        if isinstance(name, ast.Attribute):
            yield node, [program.instead(name, f"{program.text(name.value)}.notify")]


def await_(program: Program) -> Found:
    """An `await`: it is made, and nobody waits for it."""
    for node in program.nodes:
        if isinstance(node, ast.Await):
            yield node, [program.instead(node, program.text(node.value))]


def daemon(program: Program) -> Found:
    """Whether the interpreter waits for a thread, or ends a process."""
    for node in calls(program, *MADE):
        said = [word for word in node.keywords if word.arg == "daemon"]
        for word in said:
            now = not getattr(word.value, "value", False)
            yield node, [program.inner(node, word.value, str(now))]
        last = program.span(node)[1] - 1
        if not said and (node.keywords or node.args):
            comma = "" if program.data[:last].rstrip().endswith(b",") else ", "
            text = program.text(node)[:-1]
            yield node, [program.instead(node, f"{text}{comma}daemon=True)")]


def except_(program: Program) -> Found:
    """Which exceptions a handler takes: all, and none."""
    for node in program.nodes:
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            if program.text(node.type) != "BaseException":
                yield node, [program.instead(node.type, "BaseException")]
            yield node, [program.instead(node.type, "()")]


def raise_(program: Program) -> Found:
    """An error that is told, and the status that tells of it."""
    for node in program.nodes:
        if isinstance(node, ast.Raise):
            yield node, [program.instead(node, "pass")]
    yield from dropped(program, "exit", "raise_for_status", "check_returncode")


def submit(program: Program) -> Found:
    """A direct call for one that somebody else makes."""
    guard_ = next(node for node in reversed(program.tree.body) if hasattr(node, "lineno"))
    at = program.span(guard_)[0]
    for node in calls(program, "submit"):
        yield node, [program.instead(node.func, "_now"), (at, at, NOW)]
    for node in calls(program, "start"):
        if isinstance(node.func, ast.Attribute) and not node.args and not node.keywords:
            yield node, [program.instead(node.func, f"{program.text(node.func.value)}.run")]
    for node in calls(program, "map"):
        if isinstance(node.func, ast.Attribute) and len(node.args) > 1:
            words = ", ".join(program.text(one) for one in node.args)
            yield node, [program.instead(node, f"map({words})")]


def method(program: Program) -> Found:
    """Another start method."""
    for node in calls(program, "get_context", "set_start_method"):
        for one in node.args:
            if isinstance(one, ast.Constant) and one.value in OTHER_METHOD:
                yield node, [program.instead(one, f'"{OTHER_METHOD[one.value]}"')]


def at_least(program: Program) -> Found:
    """`max(1, n)` and its like: n alone."""
    for node in calls(program, "max", "min"):
        if isinstance(node.func, ast.Name) and len(node.args) == 2 and not node.keywords:
            rest = [one for one in node.args if not isinstance(one, ast.Constant)]
            if len(rest) == 1:
                yield node, [program.instead(node, program.text(rest[0]))]


def is_(program: Program) -> Found:
    """`==` for `is`.  Of None, True and False there is one: nothing of ours equals them."""
    for node in program.nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is | ast.IsNot):
            left, right = node.left, node.comparators[0]
            if len(node.ops) == 1 and not isinstance(right, ast.Constant):
                sign = "==" if isinstance(node.ops[0], ast.Is) else "!="
                text = f"{program.text(left)} {sign} {program.text(right)}"
                yield node, [program.instead(node, text)]


def barrier(program: Program) -> Found:
    """One more that has to come, or may; and a queue without a bound."""
    for node in calls(program, *BARRIERS):
        if node.args:
            yield node, [program.instead(node.args[0], f"{program.text(node.args[0])} + 1")]
    for node in calls(program, *BOUNDED):
        size = node.args[:1] if called(node) != "deque" else []
        for one in [*size, *(word.value for word in node.keywords if word.arg == "maxsize")]:
            if program.text(one) != "0":
                yield node, [program.instead(one, "0")]


FIELD: dict[str, Operator] = {
    "lock": lock,
    "with": with_,
    "join": join,
    "end": end,
    "finally": finally_,
    "limit": limit,
    "guard": guard,
    "again": again,
    "sentinel": sentinel,
    "task_done": task_done,
    "tell": tell,
    "await": await_,
    "daemon": daemon,
    "except": except_,
    "raise": raise_,
    "submit": submit,
    "method": method,
    "at least": at_least,
    "is": is_,
    "barrier": barrier,
}
