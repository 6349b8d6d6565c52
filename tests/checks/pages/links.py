"""Where the links of a page lead: to a page, and to a place on it.

    python -m tests.checks.pages.links    tells of all links that lead nowhere

The generator finds them too, at the end of a build, and names no place that it
has.  Here the sources answer, at once, with the places that a reader could mean.
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from markdown.extensions.toc import slugify

from shelf import ROOT
from shelf.contract import clauses
from shelf.fault import Fault, report
from shelf.words import nearest
from tests.checks.pages.markdown import Page, pages, without
from theme.book.addresses import LISTS
from theme.faults import PageErrors
from theme.parts import departures
from theme.registers import pages as generated

LINK = re.compile(r"\]\((?P<address>[^()\s]+)\)")
HEADING = re.compile(r"(?m)^#{1,6} +(?P<text>.+?)(?: *\{[^{}]*#(?P<id>[\w-]+)[^{}]*\})? *#* *$")
#: Fences whose figure has the program's name as its place, and those of messages and myths.
FIGURES = ("sample", "timeline", "orders")
CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
#: As many places are named where none is near.
FEW = 8


def places(page: Page) -> list[str]:
    """The places of a page that a link can lead to, in order."""
    return _places(page, page.text)


@lru_cache(256)  # each link to a page asks
def _places(page: Page, text: str) -> list[str]:
    found: Counter[str] = Counter()
    names = []
    for match in HEADING.finditer(page.unfenced):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", match["text"]).replace("`", "")
        name = match["id"] or slugify(re.sub(r"[*_]{1,2}(\S.*?)[*_]{1,2}", r"\1", text), "-")
        names.append(f"{name}_{found[name]}" if found[name] else name)
        found[name] += 1
    for fence in page.fences:
        stem = fence.stem.split()[0] if fence.stem else ""
        if fence.language == "pair":
            names += [stem.replace("/", "-") for stem in fence.text.split()]
        elif fence.language in FIGURES:
            names.append(stem.replace("/", "-"))
        elif fence.language == "message":
            names.append(f"message-{stem.replace('/', '-')}")
        elif fence.language == "myth":
            names.append(slugify(fence.stem, "-"))
        elif fence.language == "departures":
            names += [departures.anchor_of(clause) for clause in clauses().values()]
    return names


def ways_lead_somewhere(root: Path) -> list[Fault]:
    """Each link to a page of the site leads to one that is there, and to a place on it."""
    known = {page.below_docs: page for page in pages(root)}
    return [fault for page in known.values() for fault in _astray(root, page, known)]


def _astray(root: Path, page: Page, known: dict[str, Page]) -> Iterator[Fault]:
    text = without(page.unfenced, (CODE,))
    for match in LINK.finditer(text):
        address = match["address"]
        if re.match(r"[a-z]+:|/|<", address):
            continue
        path, _, place = address.partition("#")
        target = page.below_docs
        if path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(target), path))
        where = page.at(text.count("\n", 0, match.start()) + 1)
        why = "the reader who follows it gets nothing"
        if target not in known and target not in LISTS:
            if target not in _generated(root):
                near = nearest(target, [*known, *_generated(root)])
                cure = near.removeprefix("; ").removesuffix("?") or "correct the address"
                what = f"the link {address!r} leads to no page"
                yield Fault(what, where, why, f"write the path of a page that is there: {cure}")
        elif place and target in known and place not in places(known[target]):
            near = nearest(place, places(known[target])).removeprefix("; ").removesuffix("?")
            few = ", ".join(places(known[target])[:FEW])
            yield Fault(
                f"the link {address!r} leads to no place of docs/{target}",
                where,
                why,
                f"write a place that the page has: {near or few}",
            )


@cache
def _generated(root: Path) -> frozenset[str]:
    """The generated pages; none where they cannot be made, which other checks tell."""
    try:
        return frozenset(generated(root))
    except PageErrors:
        return frozenset()


if __name__ == "__main__":
    found = ways_lead_somewhere(ROOT)
    if found:
        print(report(found), file=sys.stderr)
    sys.exit(bool(found))
