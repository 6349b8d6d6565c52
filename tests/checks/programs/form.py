"""The form of one program: what makes it readable, copyable and the same everywhere."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Callable

from shelf import Sample, Wrong, samples
from shelf.fault import Fault
from shelf.header import BLOCK
from shelf.words import nearest
from tests.checks.programs.imports import PLAIN, no_network, stands_alone
from tests.checks.programs.reading import Program, read, unreadable
from tests.checks.programs.size import comments, size

#: Plain programs that do not end well, and why this is no fault of theirs.
MEANT_TO_DIE = {
    "choosing/crash_ends_all": "that nothing outlives a crash is the answer; no program cures it",
    "executors/silent_failure": "a letter was not sent, and its exit status has to say so",
    "executors/map_unread": "a letter was not sent, and the loop over map raises what the task did",
}

#: A wait with a literal limit below this many seconds is a sleep by another name;
#: above it, it is how long a check waits before it calls a program stuck.
SLEEP_BELOW = 10


def form(sample: Sample) -> list[Fault]:
    """Everything that is wrong with how a program is written."""
    try:
        program = read(sample)
    except (Wrong, SyntaxError, tokenize.TokenError) as error:
        return [unreadable(sample, error)]
    return [fault for rule in RULES for fault in rule(program)]


def header_on_top(program: Program) -> list[Fault]:
    """Tools look for the header block at the top, and so do people."""
    source = program.sample.source
    match = BLOCK.search(source)
    if match is None or not match.start():
        return []
    return [
        Fault(
            "the header block does not stand at the very top",
            program.at(source.count("\n", 0, match.start()) + 1),
            "people look for it there, before the docstring",
            "move it to line 1",
        )
    ]


def one_sentence(program: Program) -> list[Fault]:
    """The docstring is one sentence: it is the program's line in the catalogue."""
    sentence = program.sample.sentence
    first = program.tree.body[0].lineno if program.tree.body else 1
    if not sentence:
        what = "no docstring"
    elif not sentence.endswith("."):
        what = f"the docstring does not end with a full stop: {sentence[-40:]!r}"
    elif more := re.search(r"[.!?][\"')`]* +[A-Z`\"'(]", sentence):
        what = (
            f"the docstring is more than one sentence: ...{sentence[max(0, more.start() - 30) :]}"
        )
    else:
        return []
    return [
        Fault(
            what,
            program.at(first),
            "it is the program's entry in the catalogue",
            'begin the file with one full sentence: """Two threads lose an update."""',
        )
    ]


def main_and_guard(program: Program) -> list[Fault]:
    """Everything happens in `main`, and only in the process that the reader started."""
    faults = []
    mains = [
        node
        for node in program.tree.body
        if isinstance(node, ast.FunctionDef) and node.name == "main"
    ]
    if not mains or ast.unparse(mains[0].args) or not _returns_none(mains[0]):
        faults.append(
            Fault(
                "there is no 'def main() -> None:'",
                program.at(mains[0].lineno if mains else 1),
                "all programs begin in the same place, so a reader finds it at once",
                "put what the program does into 'def main() -> None:'",
            )
        )
    last = program.tree.body[-1] if program.tree.body else None
    guard = 'if __name__ == "__main__":\n    main()'
    guarded = last is not None and ast.unparse(last) == ast.unparse(ast.parse(guard))
    if program.sample.header.guard and not guarded:
        faults.append(
            Fault(
                "the program does not end with 'if __name__ == \"__main__\":' and 'main()'",
                program.at(last.lineno if last else 1),
                "a child process imports the file again, and without the guard it starts all anew",
                "end with the guard; 'guard = false' in a _broken one if its lack is the lesson",
            )
        )
    return faults


def _returns_none(function: ast.FunctionDef) -> bool:
    return isinstance(function.returns, ast.Constant) and function.returns.value is None


def plain_is_right(program: Program) -> list[Fault]:
    """Only a `_broken` program lacks the guard, hangs, or dies: the plain one is copied."""
    sample = program.sample
    if sample.broken:
        return []
    header = sample.header
    found = [] if header.guard else [("guard", "has 'guard = false' in its header")]
    ends = {header.expectation.outcome, *(v.expectation.outcome for v in header.variants)}
    if sample.stem not in MEANT_TO_DIE:
        found += [
            ("expect", f'has expect = "{end}" in its header') for end in sorted(ends - {"ok"})
        ]
    return [
        Fault(
            f"{sample.name} is not called _broken, and {what}",
            program.at(_header_line(program, key)),
            "the plain name is always safe to copy",
            f"remove the key {key}, or rename the program {sample.name}_broken and write the"
            " right one beside it",
        )
        for key, what in found
    ]


def _header_line(program: Program, key: str) -> int:
    """The line of the source on which a header first sets `key`; 1 if it does not."""
    match = re.search(rf"(?m)^#[ \t]*[\"']?{key}[\"']?[ \t]*=", program.sample.source)
    return program.sample.source.count("\n", 0, match.start()) + 1 if match else 1


def type_hints(program: Program) -> list[Fault]:
    """Every function says what it takes and what it returns."""
    faults = []
    methods = {
        item
        for node in program.nodes()
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
        and not any(ast.unparse(mark) == "staticmethod" for mark in item.decorator_list)
    }
    for node in program.nodes():
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        given = node.args
        taken = [*given.posonlyargs, *given.args][node in methods :]
        taken += [*given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
        missing = [arg.arg for arg in taken if arg.annotation is None]
        missing += [] if node.returns else ["what it returns"]
        if missing:
            faults.append(
                Fault(
                    f"{node.name} has no type hint for {', '.join(missing)}",
                    program.at(node.lineno),
                    "hints tell the reader what goes in and out, and mypy whether it is true",
                    "add them; a function that returns nothing returns None",
                )
            )
    return faults


def name(program: Program) -> list[Fault]:
    """A program that is called like a module takes that module's place for its neighbours."""
    if program.sample.name not in PLAIN:
        return []
    return [
        Fault(
            f"{program.sample.name} is a module of Python's own",
            program.at(),
            "a file of that name is imported in its place by every program beside it",
            "rename it, with its transcript and test, for what it shows",
        )
    ]


def start_method(program: Program) -> list[Fault]:
    """A program leaves the default start method alone, unless setting it is what fails."""
    if "context has already been set" in (program.sample.header.expectation.error or ""):
        return []
    return [
        Fault(
            "calls set_start_method",
            program.at(getattr(node, "lineno", 1)),
            "the matrix runs every program under each start method, and so chooses itself",
            'take a context, get_context("spawn"), and name it in the header:'
            ' start-methods = ["spawn"]',
        )
        for node in program.nodes()
        if (isinstance(node, ast.Attribute) and node.attr == "set_start_method")
        or (isinstance(node, ast.alias) and node.name == "set_start_method")
    ]


def sleeps(program: Program) -> list[Fault]:
    """A sleep, of a thread or of a task, stands for a wait, and a comment says for which."""
    called = {"time.sleep", "asyncio.sleep"}
    for node in program.nodes():
        if isinstance(node, ast.ImportFrom) and node.module in ("time", "asyncio"):
            called |= {a.asname or a.name for a in node.names if a.name == "sleep"}
        if isinstance(node, ast.Import):
            clocks = [a for a in node.names if a.name in ("time", "asyncio")]
            called |= {f"{a.asname}.sleep" for a in clocks if a.asname}
    faults = []
    for node in program.nodes():
        if not isinstance(node, ast.Call):
            continue
        if ast.unparse(node.func) not in called and not _short_wait(node):
            continue
        lines = range(node.lineno - 1, (node.end_lineno or node.lineno) + 1)
        if not any(line in program.comments for line in lines):
            faults.append(
                Fault(
                    f"sleeps without a word: {ast.unparse(node)}",
                    program.at(node.lineno),
                    "a sleep never arranges an order, it only makes one likely",
                    "use an Event or a Barrier; if it stands for a wait, say so in the comment",
                )
            )
    return faults


def _short_wait(call: ast.Call) -> bool:
    """Whether a call is `.wait(0.1)`, whose limit is a number that will be reached."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "wait":
        return False
    limits = [*call.args[:1], *(key.value for key in call.keywords if key.arg == "timeout")]
    return any(
        isinstance(limit, ast.Constant)
        and isinstance(limit.value, int | float)
        and limit.value < SLEEP_BELOW
        for limit in limits
    )


def neighbour(program: Program) -> list[Fault]:
    """What is wrong on purpose has the right program beside it."""
    sample = program.sample
    known = list(samples(sample.root))
    if not sample.broken or sample.neighbour in known:
        return []
    return [
        Fault(
            f"there is no {sample.neighbour}{nearest(sample.neighbour, known)}",
            program.at(),
            "whoever meets the wrong program has to find the right one",
            f"write snippets/{sample.neighbour}.py, differing in as few lines as possible",
        )
    ]


RULES: tuple[Callable[[Program], list[Fault]], ...] = (
    header_on_top,
    one_sentence,
    main_and_guard,
    plain_is_right,
    type_hints,
    size,
    name,
    stands_alone,
    no_network,
    start_method,
    sleeps,
    comments,
    neighbour,
)
