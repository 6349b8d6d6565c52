"""A program as its mutants see it: its text, its syntax tree, and one small change of both."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

#: A part of the text, from byte to byte, and what stands there instead.
Change = tuple[int, int, str]
#: An operator: where it finds something, and the changes that make one mutant of it.
Operator = Callable[["Program"], Iterator[tuple[ast.AST, list[Change]]]]
#: Calls that remove a file or a folder.
REMOVES = (".unlink(", ".remove(", "rmtree(", ".rmdir(", ".rename(", ".replace(")


@dataclass(frozen=True)
class Mutant:
    """A program with one thing changed.

    ``place`` is the line, and ".2" where an operator finds a second thing there;
    ``was`` and ``now`` are what the change took away and what it put.
    ``within`` are the first and the last line of the outermost function that
    the change is in, or of the whole program.
    """

    operator: str
    place: str
    was: str
    now: str
    source: str
    within: tuple[int, int]

    @property
    def line(self) -> int:
        """The line of the program that is changed."""
        return int(self.place.partition(".")[0])

    def __str__(self) -> str:
        return f"{self.operator} {self.place}: `{self.was}` becomes `{self.now}`"


class Program:
    """The text of a program, and where each node of its tree stands in it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tree = ast.parse(source)
        self.data = source.encode()
        self.starts = [0]
        for line in self.data.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """What each node stands in."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes that may be changed, in the order of the text.

        Type hints change nothing.  The places inside an f-string are known to
        newer Pythons alone, and what stands there is printed anyway; the guard
        has a rule of its own.
        """
        found: list[ast.AST] = []

        def visit(node: ast.AST) -> None:
            found.append(node)
            for name, value in ast.iter_fields(node):
                if name in ("annotation", "returns", "type_params"):
                    continue
                for child in value if isinstance(value, list) else [value]:
                    if isinstance(child, ast.AST) and not passed_by(child):
                        visit(child)

        visit(self.tree)
        return found

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, from the inside to the outside."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def text(self, node: ast.AST) -> str:
        """The text of a node."""
        first, last = self.span(node)
        return self.data[first:last].decode()

    def span(self, node: ast.AST) -> tuple[int, int]:
        """From which byte to which a node stands."""
        return (
            self.starts[node.lineno - 1] + node.col_offset,  # type: ignore[attr-defined]
            self.starts[node.end_lineno - 1] + node.end_col_offset,  # type: ignore[attr-defined]
        )

    def instead(self, node: ast.AST, text: str) -> Change:
        """Other text for a node."""
        return (*self.span(node), text)

    def inner(self, node: ast.AST, part: ast.AST, text: str) -> Change:
        """Other text for a part of a node, as a change of all of it, so that it can be read."""
        (first, last), (begin, end) = self.span(node), self.span(part)
        before, after = self.data[first:begin].decode(), self.data[end:last].decode()
        return first, last, before + text + after

    def head(self, node: ast.AST, text: str) -> Change:
        """Other text for all of a compound statement that stands before its body."""
        body = node.body  # type: ignore[attr-defined]
        return self.span(node)[0], self.span(body[0])[0], text + "\n" + self.indent(body[0])

    def block(self, body: list[ast.stmt], text: str = "pass") -> Change:
        """Other text for all statements of a block."""
        return self.span(body[0])[0], self.span(body[-1])[1], text

    def indent(self, node: ast.AST) -> str:
        """The blanks before a statement."""
        return " " * node.col_offset  # type: ignore[attr-defined]

    def changed(self, changes: Iterable[Change]) -> str:
        """The text with some changes made."""
        data = self.data
        for first, last, text in sorted(changes, reverse=True):
            data = data[:first] + text.encode() + data[last:]
        return data.decode()

    def told(self, change: Change) -> tuple[str, str]:
        """What a change takes away and puts: the whole line, where it is of one line."""
        first, last, now = change
        begin = self.data.rfind(b"\n", 0, first) + 1
        end = self.data.find(b"\n", last)
        if b"\n" in self.data[first:last] or "\n" in now:
            begin, end = first, last
        before, after = self.data[begin:first].decode(), self.data[last:end].decode()
        was = self.data[begin:end].decode()
        return " ".join(was.split()), " ".join((before + now + after).split())

    def within(self, node: ast.AST) -> tuple[int, int]:
        """The lines of the outermost function around a node, or of everything."""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        around = [one for one in (node, *self.above(node)) if isinstance(one, kinds)]
        return (around[-1].lineno, around[-1].end_lineno or 0) if around else (1, len(self.starts))


def passed_by(node: ast.AST) -> bool:
    """Whether nothing is changed inside a node."""
    if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        # what removes files that it finds listed would remove others: the interpreter's own
        text = ast.unparse(node)
        return "/proc/" in text and any(word in text for word in REMOVES)
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def mutants(source: str, operators: dict[str, Operator]) -> list[Mutant]:
    """Every mutant of a program, in the order of operators and text; each text once."""
    program = Program(source)
    made: list[Mutant] = []
    known = {source}
    for name, operator in operators.items():
        count: Counter[int] = Counter()
        for node, changes in operator(program):
            text = program.changed(changes)
            if text in known or not compiles(text):
                continue
            known.add(text)
            line = node.lineno  # type: ignore[attr-defined]
            count[line] += 1
            place = str(line) if count[line] == 1 else f"{line}.{count[line]}"
            was, now = program.told(min(changes))
            made.append(Mutant(name, place, was, now, text, program.within(node)))
    return made


def compiles(source: str) -> bool:
    """Whether a text is a program at all."""
    try:
        compile(source, "mutant.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def called(node: ast.AST) -> str:
    """The last word of what is called, "" where nothing is."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""
