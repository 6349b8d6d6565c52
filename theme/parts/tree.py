"""Draws a decision tree from the program that decides.

The program holds ``choose(yes)``, made only of ``if yes("question?"):`` and
``return "leaf"``.  It is read, not run: what is drawn is what is tested.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from shelf import Sample
from shelf.sample import parse
from shelf.words import nearest
from theme.book.addresses import anchor
from theme.book.links import Links
from theme.elements import element, link, span
from theme.faults import PageError
from theme.parts.part import MORE, Asked, Part

FUNCTION = "choose"


@dataclass(frozen=True)
class Leaf:
    """An answer."""

    words: str


@dataclass(frozen=True)
class Question:
    """A question, and what follows from either answer to it."""

    words: str
    yes: Question | Leaf
    no: Question | Leaf


def read(source: str, path: Path) -> Question | Leaf:
    """The tree that a program's `choose` walks; raises `PageError` where it does anything else."""
    for node in parse(source, path).body:
        if isinstance(node, ast.FunctionDef) and node.name == FUNCTION:
            if len(node.args.args) != 1:
                raise PageError(f"{path}:{node.lineno}: {FUNCTION} takes one argument, yes")
            body = node.body[1:] if ast.get_docstring(node) else node.body
            return _Reader(path, node.args.args[0].arg).branch(body, node)
    raise PageError(f"{path}: a tree is drawn from a function {FUNCTION}(yes), and there is none")


class _Reader:
    """Reads the statements of one function, whose parameter is called `yes`."""

    def __init__(self, path: Path, yes: str) -> None:
        self.path = path
        self.yes = yes

    def branch(self, body: Sequence[ast.stmt], parent: ast.stmt) -> Question | Leaf:
        """What `body` decides; `parent` is the statement that it belongs to."""
        match body:
            case [ast.Return(value=ast.Constant(value=str(words)))]:
                return Leaf(words)
            case [ast.If(test=test, body=then, orelse=other) as statement, *rest] if (
                not rest or not other
            ):
                return Question(
                    self.question(test),
                    self.branch(then, statement),
                    self.branch(other or rest, statement),
                )
            case []:
                raise self.fault(parent, "one of its ways ends without a return")
        raise self.fault(
            body[0], f"it may hold only 'if {self.yes}(\"question?\"):' and 'return \"leaf\"'"
        )

    def question(self, test: ast.expr) -> str:
        match test:
            case ast.Call(
                func=ast.Name(id=self.yes), args=[ast.Constant(value=str(words))], keywords=[]
            ):
                return words
        raise self.fault(test, f'a question is {self.yes}("question?"), and nothing beside it')

    def fault(self, node: ast.stmt | ast.expr, message: str) -> PageError:
        return PageError(f"{self.path}:{node.lineno}: {FUNCTION} is drawn as a tree: {message}")


def leaves(tree: Question | Leaf) -> Iterator[str]:
    """The words of every leaf, from the first Yes to the last No."""
    if isinstance(tree, Leaf):
        yield tree.words
    else:
        yield from leaves(tree.yes)
        yield from leaves(tree.no)


def draw(sample: Sample, body: Sequence[str], links: Links) -> Element:
    """The tree of `sample`; after its stem each line of `body` is "leaf: ../page.md".

    Raises `PageError` where a leaf has no page or a page no leaf.
    """
    tree = read(sample.source, sample.path)
    known = list(dict.fromkeys(leaves(tree)))
    pages: dict[str, str] = {}
    lines = [(number, line) for number, line in enumerate(body, 1) if line.strip()]
    for number, line in lines[1:]:
        leaf, colon, page = (part.strip() for part in line.rpartition(":"))
        if not colon or not leaf:
            raise PageError(f"{line.strip()!r} is not understood; write 'leaf: ../page.md'", number)
        if leaf in pages:
            raise PageError(f"the leaf {leaf!r} has two pages; keep one", number)
        if leaf not in known:
            raise PageError(f"{sample.stem} has no leaf {leaf!r}{nearest(leaf, known)}", number)
        try:
            pages[leaf] = links.page(page)
        except PageError as fault:
            raise PageError(str(fault), number) from None
    if missing := [leaf for leaf in known if leaf not in pages]:
        raise PageError(
            f"the leaf {missing[0]!r} of {sample.stem} has no page;"
            f" add a line '{missing[0]}: ../page.md'"
        )
    shown = links.book.places(sample.stem)
    source = links.figure(sample.stem) if shown else links.program(sample.stem)
    return element(
        "figure",
        {"class": "tree", "id": f"tree-{anchor(sample.stem)}"},
        _node(tree, pages),
        element(
            "figcaption",
            None,
            "Drawn from ",
            link(source, sample.path.name),
            ", which decides in the same way.",
        ),
    )


def _node(tree: Question | Leaf, pages: dict[str, str]) -> Element:
    if isinstance(tree, Leaf):
        return link(pages[tree.words], tree.words, **{"class": "tree-leaf"})
    ways = []
    for word, way in (("Yes", tree.yes), ("No", tree.no)):
        # a question after a No follows below its own, so that a long row of them stays narrow
        kind = "tree-next" if word == "No" and isinstance(way, Question) else "tree-way"
        answer = span("tree-answer", word)
        ways.append(element("li", {"class": kind}, answer, " ", _node(way, pages)))
    return element(
        "div",
        {"class": "tree-node"},
        element("p", {"class": "tree-question"}, tree.words),
        element("ul", None, *ways),
    )


def tell(asked: Asked) -> Iterator[str]:
    """The questions as a list in lists."""
    return _told(read(asked.sample.source, asked.sample.path))


def _told(node: Question | Leaf, depth: int = 0) -> Iterator[str]:
    indent = "    " * depth
    if isinstance(node, Leaf):
        yield f"{indent}- {node.words}"
        return
    yield f"{indent}- {node.words}"
    for word, way in (("Yes", node.yes), ("No", node.no)):
        yield f"{indent}    - {word}:"
        yield from _told(way, depth + 2)


PART = Part(lambda asked: draw(asked.sample, asked.fence.body, asked.links), tell, MORE)
