"""The terms of the field: where a page first uses one, a link leads to the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from markdown.extensions.toc import slugify

from shelf.fault import Fault
from tests.checks.pages.markdown import Page, pages, without

GLOSSARY = "glossary.md"
#: The pages that explain nothing: the first signposts, and the terms themselves.
SIGNPOSTS = {"index.md", GLOSSARY}
#: What each page of this site is about, and verbs of every day: a link would say nothing there.
FAMILIAR = {"Thread", "Process", "Worker", "Lock", "Executor", "Join"}
HEADING = re.compile(r"(?m)^##? +(.+?) *$")
LINK = re.compile(r"\[[^\[\]]+\]\((?P<address>[^()\s]*)\)")
#: What is no running text: headings, what opens a callout, and the list of further pages.
APART = re.compile(r"(?ms)^## See also$.*\Z|^#[^\n]*$|^!!![^\n]*$|^---\n.*?^---$")


def terms_are_linked(root: Path) -> list[Fault]:
    """The first use of a term in the text of an article leads to what it means."""
    glossary = root / "docs" / GLOSSARY
    if not glossary.is_file():
        return []
    known = HEADING.findall(glossary.read_text(encoding="utf-8"))[1:]
    return [
        Fault(
            f"{used!r} is used here first, and is no link to what it means",
            page.at(page.line_of(start)),
            "who does not know the word has to look for it",
            f"write [{used}]({_way(page)}#{slugify(term.lower(), '-')})",
        )
        for page in pages(root)
        if page.below_docs not in SIGNPOSTS
        for term, used, start in _unlinked(page, known)
    ]


def terms_are_linked_once(root: Path) -> list[Fault]:
    """Each further link to a term is one more thing that is blue and leads away."""
    faults = []
    for page in pages(root):
        seen: set[str] = set()
        for match in LINK.finditer(page.unfenced):
            way, _, term = match["address"].partition("#")
            if not term or not way.endswith(GLOSSARY):
                continue
            if term in seen:
                faults.append(
                    Fault(
                        f"{match[0]} is one more link to this term",
                        page.at(page.line_of(match.start())),
                        "a reader who knows the word by now looks for something new there",
                        "write the word alone",
                    )
                )
            seen.add(term)
    return faults


def _unlinked(page: Page, known: list[str]) -> Iterator[tuple[str, str, int]]:
    """Each term whose first use is no link: the term, how it stands there, and the offset."""
    text, inside, linked = without(page.prose, (APART,)), set(), {}
    for match in LINK.finditer(page.unfenced):
        inside |= set(range(*match.span()))
        linked.setdefault(match["address"].rpartition(f"{GLOSSARY}#")[2], match.start())
    # the longest first: an event loop is no event
    small = text.lower()
    for term in sorted(known, key=len, reverse=True):
        if term.split()[0].lower().removesuffix("y") not in small:
            continue  # most terms are not on most pages
        pattern = _pattern(term)
        uses = [use for use in pattern.finditer(text) if use.start() not in inside]
        way = linked.get(slugify(term.lower(), "-"), len(text))
        if uses and uses[0].start() < way and term not in FAMILIAR:
            yield term, uses[0][0], uses[0].start()
        text = without(text, (pattern,))


def _pattern(term: str) -> re.Pattern[str]:
    """The term as one or several of it, in letters of either case unless it is an abbreviation."""
    words = r"[\s-]+".join(map(re.escape, term.split()))
    words = f"{words[:-1]}(?:y|ies)" if words.endswith("y") else f"{words}(?:e?s)?"
    return re.compile(rf"\b{words}\b", 0 if term.isupper() else re.IGNORECASE)


def _way(page: Page) -> str:
    return "../" * page.below_docs.count("/") + GLOSSARY
