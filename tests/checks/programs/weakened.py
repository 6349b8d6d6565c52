"""An edit that does no more than take something away from a program, or change its order.

The records follow a program: once it has run anew, nothing tells that a lock, a limit
or a `finally` is gone, since what it prints is what it printed.  So a program is
compared with what git has.  Where nothing has come but a daemon or another order, the
same edit has to change what tells of it: its output, its docstring, a test, or the
reason why nobody could notice.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from shelf import samples
from shelf.fault import Fault
from shelf.sample import Sample
from tests.checks.git import base, git
from tests.checks.pages.kept import NAME, RENEW, read, short

#: What may come without making another program: another word takes no guard away.
COMES = {"daemon=True"}
#: What catches everything.
ALL = ("except ", "except Exception", "except BaseException")
#: A number, with the name that it is given by; so many times as large it limits nothing.
NUMBER = re.compile(r"(?P<name>\w+=)?(?P<size>\d+(?:\.\d+)?)")
MORE = 100
#: An edit of so many things that go and come puts one in the place of another.
FEW = 6
#: Words of Python that hold something together, wherever they stand.
HOLDS = {
    ast.With: "with",
    ast.AsyncWith: "async with",
    ast.Raise: "raise",
    ast.Await: "await",
    ast.While: "while",
    ast.Assert: "assert",
    ast.Return: "return",
}
PROGRAM = re.compile(r"snippets/[\w-]+/\w+\.py")
SAYS = re.compile(r"tests/(?:\w+/)?test_says_\w+\.py")
REASONS = "tests/equivalent.toml"
#: So many letters of what is kept of a program are of what tells of it.
TELLS = 12


def nothing_is_only_taken_away(root: Path) -> list[Fault]:
    """A program that lost something, or its order, tells of it in the same edit."""
    stood = base(root)
    listed = git(root, "diff", "--name-only", "--no-renames", "-z", stood, "--", "snippets")
    changed = sorted(name for name in listed.split("\0") if PROGRAM.fullmatch(name))
    if not changed:
        return []
    more = git(root, "diff", "--name-only", "--no-renames", "-z", stood, "--", "snippets", "tests")
    more += git(root, "ls-files", "-z", "--others", "--exclude-standard", "snippets", "tests")
    faults = []
    for name in changed:
        sample = Sample(root, name.removeprefix("snippets/").removesuffix(".py"))
        was = git(root, "show", f"{stood}:{name}")
        lost = was and sample.path.is_file() and weakened(was, sample.source)
        if lost and not _told(root, sample, was, {*more.split("\0")} - {""}):
            faults.append(
                Fault(
                    f"{lost}, and nothing that tells of it is another",
                    f"{name}:1",
                    "what can be taken away unnoticed proves nothing, and readers copy it",
                    "take the edit back; or have its output, its docstring or a test of it show"
                    f" what differs; or write into {REASONS} why nobody could notice",
                )
            )
    return faults


def nothing_is_less_than_it_was(root: Path) -> list[Fault]:
    """A program that lost something since it was looked at tells of it."""
    record = read(root)["programs"]
    faults = []
    if not record:
        return []
    now = {stem: of_program(sample) for stem, sample in samples(root).items()}
    word = {short(one): one for sample in samples(root).values() for one in _words(sample)}
    word |= {short(one): one for one in (*HOLDS.values(), *COMES, *ALL, "finally", "try")}
    word |= {short(f"{one}{n}"): f"{one}{n}" for one in ("", "timeout=") for n in range(1_000)}
    for stem, told in now.items():
        was = record.get(stem, told)
        if was[:TELLS] != told[:TELLS]:
            continue  # its docstring, what it prints or its test is another
        old, new = (
            [word.get(one, "what it has no more") for one in _each(text)]
            for text in (was[TELLS:], told[TELLS:])
        )
        if less := lost(old, new) or loosened(old, new):
            faults.append(
                Fault(
                    f"{less} since it was looked at, and nothing that tells of it is another",
                    f"snippets/{stem}.py:1",
                    "what can be taken away unnoticed proves nothing, and readers copy it",
                    "take the edit back; or have its output, its docstring or a test of it show"
                    f" what differs; or, where nobody could notice, run {RENEW}, and commit {NAME}",
                )
            )
    return faults


def of_program(sample: Sample) -> str:
    """What is kept of a program: what tells of it, and what it does, four letters each."""
    tree = ast.parse(sample.source)
    printed = "".join(map(str, sample.transcripts().values()))
    own = sample.root / "tests" / sample.topic / f"test_{sample.name}.py"
    test = own.read_text(encoding="utf-8") if own.is_file() else ""
    parts = (f"{ast.get_docstring(tree)}", printed, test, *says(tree))
    return "".join(map(short, parts))


def _words(sample: Sample) -> list[str]:
    return [*says(ast.parse(sample.source))]


def _each(text: str) -> list[str]:
    return [text[at : at + 4] for at in range(0, len(text), 4)]


def weakened(was: str, now: str) -> str:
    """What an edit did, if it only took something away or changed the order; else ""."""
    try:
        old, new = ([*says(ast.parse(text))] for text in (was, now))
    except SyntaxError:
        return ""
    return lost(old, new)


def lost(old: Sequence[str], new: Sequence[str]) -> str:
    """What is gone from what a program does, if nothing has come, or only the order differs."""
    if old == new:
        return ""
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if any(word not in COMES for word in come):
        return ""
    if come:
        return f"it got {', '.join(come)}"
    if gone:
        return f"it lost {', '.join(gone)}"
    return "it does the same in another order"


def loosened(old: Sequence[str], new: Sequence[str]) -> str:
    """What an edit made another thing: a number larger, an `except` wider, one call for another."""
    gone, come = [*(Counter(old) - Counter(new))], [*(Counter(new) - Counter(old))]
    if not gone or not come or len(gone) + len(come) > FEW:
        return ""
    if not all(map(NUMBER.fullmatch, (*gone, *come))):
        return f"{', '.join(gone)} became {', '.join(map(str.strip, come))}"
    if len(gone) != 1 or len(come) != 1:
        return ""
    was, now = NUMBER.fullmatch(gone[0]), NUMBER.fullmatch(come[0])
    alike = was and now and was["name"] == now["name"]
    if alike and float(now["size"]) > MORE * float(was["size"]) > 0:
        return f"{gone[0]} became {come[0]}"
    return ""


def says(tree: ast.Module) -> Iterator[str]:
    """What a program does, in its order: names of its own and how it is laid out left out."""
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    for statement in body:
        yield from _of(statement)


def _of(node: ast.AST) -> Iterator[str]:
    if type(node) in HOLDS:
        yield HOLDS[type(node)]
    if isinstance(node, ast.Try):
        yield "try"
        yield from ("finally",) * bool(node.finalbody)
        yield from (f"except {ast.unparse(h.type) if h.type else ''}" for h in node.handlers)
    elif isinstance(node, ast.Call):
        yield f"{_name(node.func)}()"
        for given in node.keywords:
            plain = isinstance(given.value, ast.Constant)
            yield f"{given.arg}={ast.unparse(given.value) if plain else '…'}"
        for part in (node.func, *node.args, *node.keywords):
            if not (isinstance(part, ast.keyword) and isinstance(part.value, ast.Constant)):
                yield from _of(part)
        return
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float | str):
        yield repr(node.value)
    elif isinstance(node, ast.operator | ast.cmpop | ast.boolop | ast.unaryop):
        yield type(node).__name__
    elif isinstance(node, ast.alias):
        yield node.name
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.arguments):  # hints are for mypy
            for default in (*child.defaults, *filter(None, child.kw_defaults)):
                yield "a default"
                yield from _of(default)
        else:
            yield from _of(child)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)


def _told(root: Path, sample: Sample, was: str, changed: set[str]) -> bool:
    """Whether something that tells of a program is another one now."""
    if ast.get_docstring(ast.parse(was)) != ast.get_docstring(ast.parse(sample.source)):
        return True
    if any(name.startswith(f"snippets/{sample.stem}.") and name[-4:] == ".txt" for name in changed):
        return True
    named = re.compile(rf"{sample.topic}[/.]{sample.name}\b|[\"']{sample.name}[\"']")
    own = f"tests/{sample.topic}/test_{sample.name}.py"
    files = [name for name in changed if name == REASONS or SAYS.fullmatch(name)]
    return own in changed or any(
        named.search((root / name).read_text(encoding="utf-8"))
        for name in files
        if (root / name).is_file()
    )


CHECKS = (nothing_is_only_taken_away, nothing_is_less_than_it_was)
