"""The nav of mkdocs.yml: every page stands in it once, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from shelf.fault import Fault
from shelf.shelf import TOPICS
from shelf.words import nearest
from tests.checks.pages.markdown import pages
from theme.book.addresses import LISTS
from theme.faults import PageErrors
from theme.registers import pages as generated

FILE = "mkdocs.yml"
#: As many pages as a reader looks through, and each of them lists.
MOST = 8


@dataclass(frozen=True)
class Entry:
    """A page that the nav names, and the line of mkdocs.yml on which it does."""

    path: str
    line: int
    #: The sections that it stands in, the outermost first.
    within: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        """The topic that it belongs to, "" if it stands beside the topics."""
        folder = self.path.rpartition("/")[0]
        return folder if folder in TOPICS else ""

    @property
    def at(self) -> str:
        """How a message names it."""
        return f"{FILE}:{self.line}"


def entries(root: Path) -> list[Entry]:
    """The pages that the nav names, in order; links to other sites are left out."""

    def walk(node: yaml.Node, within: tuple[str, ...] = ()) -> Iterator[Entry]:
        if isinstance(node, yaml.ScalarNode):
            if node.value and "://" not in node.value:
                yield Entry(node.value, node.start_mark.line + 1, within)
        elif isinstance(node, yaml.MappingNode):
            for name, child in node.value:
                section = isinstance(child, yaml.SequenceNode)
                yield from walk(child, (*within, name.value) if section else within)
        else:
            for child in node.value:
                yield from walk(child, within)

    whole = yaml.compose((root / FILE).read_text(encoding="utf-8"), yaml.SafeLoader)
    found = [child for key, child in whole.value if key.value == "nav"]
    return [entry for child in found for entry in walk(child)]


def nav_is_complete(root: Path) -> list[Fault]:
    """Every page stands in the nav once, and every entry of the nav is a page."""
    listed = entries(root)
    written = [page.below_docs for page in pages(root)]
    faults = []
    for path in written:
        lines = [entry for entry in listed if entry.path == path]
        if len(lines) != 1:
            faults.append(
                Fault(
                    f"docs/{path} stands in the nav {'twice' if lines else 'nowhere'}",
                    lines[1].at if lines else f"docs/{path}:1",
                    "a page outside the nav is found by nobody, one that stands there twice is"
                    " read twice",
                    f"name {path} once in the nav of {FILE}",
                )
            )
    others = [one for one in listed if one.path not in written and one.path not in LISTS]
    try:
        made = generated(root) if others else {}  # drawing them takes a second
    except PageErrors:
        return faults  # a program cannot be read: test_snippets.py says which
    faults += [
        Fault(
            f"the nav names {entry.path}, which is no page{nearest(entry.path, written)}",
            entry.at,
            "an entry without a page leads nowhere",
            "correct or remove the entry",
        )
        for entry in others
        if entry.path not in made
    ]
    return faults


def nav_is_in_order(root: Path) -> list[Fault]:
    """First comes the home page, then each topic as the catalogue has them, its index first."""
    listed = entries(root)
    faults = []

    def out_of_order(entry: Entry, what: str, why: str, cure: str) -> None:
        faults.append(Fault(what, entry.at, why, f"in {FILE}, {cure}"))

    if listed and "index.md" in [entry.path for entry in listed[1:]]:
        out_of_order(
            next(entry for entry in listed if entry.path == "index.md"),
            f"expected index.md as the first page, seen {listed[0].path}",
            "whoever opens the site begins there",
            f"move index.md above {listed[0].path}",
        )
    for topic in TOPICS:
        own = [entry for entry in listed if entry.topic == topic]
        index = f"{topic}/index.md"
        if own and index in [entry.path for entry in own[1:]]:
            out_of_order(
                next(entry for entry in own if entry.path == index),
                f"expected {index} as the first page of its topic, seen {own[0].path}",
                "the opening page says what the others build on",
                f"move {index} above {own[0].path}",
            )
    seen = [entry for entry in listed if entry.topic]
    for before, entry in pairwise(seen):
        late = [one for one in seen[: seen.index(entry)] if one.topic == entry.topic]
        if entry.topic != before.topic and late:
            out_of_order(
                entry,
                f"expected {entry.path} beside the other pages on {entry.topic},"
                f" seen after {before.path}",
                "the nav shows a topic as one section",
                f"move {entry.path} below {late[-1].path}",
            )
        elif TOPICS.index(entry.topic) < TOPICS.index(before.topic):
            out_of_order(
                entry,
                f"expected {entry.topic} before {before.topic}, seen {entry.path}"
                f" after {before.path}",
                "site and catalogue go from what is shared to what is chosen, in one order",
                f"put the topics in the order {', '.join(TOPICS)}",
            )
    return faults


def nav_is_in_groups(root: Path) -> list[Fault]:
    """A topic of many pages has them in groups, and no group has many."""
    sections: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries(root):
        if entry.topic and not entry.path.endswith("/index.md"):
            sections.setdefault(entry.within, []).append(entry)
    return [
        Fault(
            f"{listed[0].topic} has {len(listed)} pages in one list"
            f" ({within[-1] if within else 'the nav'}), at most {MOST}",
            listed[MOST].at,
            "each of them lists all the others, and a reader looks through that list",
            f"in {FILE}, move {listed[MOST].path} into another group of {listed[0].topic}, or make"
            " two groups of this one",
        )
        for within, listed in sections.items()
        if len(listed) > MOST
    ]


def settings(root: Path) -> dict[str, Any]:
    """mkdocs.yml as plain data; what its own tags (``!ENV``) stand for is left out."""
    text = (root / FILE).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, _Tolerant)
    return found


class _Tolerant(yaml.SafeLoader):
    """Reads a tag that it does not know as nothing."""


_Tolerant.add_multi_constructor("!", lambda loader, tag, node: None)
_Tolerant.add_multi_constructor("tag:", lambda loader, tag, node: None)
