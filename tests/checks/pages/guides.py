"""The guides' links lead to files and headings; docs/ holds pages, and pages hold no HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from shelf.fault import Fault
from shelf.words import nearest
from tests.checks.pages.markdown import NOT_PROSE, Page, documents, without

#: A link's address: in a sentence, by reference, or in a tag.
LINKS = (
    re.compile(r"\]\(\s*<?(?P<address>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?[^()\n]*\)"),
    re.compile(r"(?m)^[ \t]*\[[^\]\n]+\]:[ \t]*<?(?P<address>[^\s<>]+)"),
    re.compile(r"<[^<>]*?\b(?:href|src)=[\"'](?P<address>[^\"']*)"),
)
HEADING = re.compile(r"(?m)^ {0,3}#{1,6}[ \t]+(?P<words>.+?)[ \t]*#*$")


def guides_lead_somewhere(root: Path) -> list[Fault]:
    """Every link of a guide to a file of the checkout finds it, and the heading in it."""
    faults = []
    for page in documents(root):
        if page.path.is_relative_to(root / "docs"):
            continue  # the built site says so
        for line, address in _links(page):
            if what := _missing(page, address):
                faults.append(
                    Fault(
                        f"the link {address!r} {what}",
                        page.at(line),
                        "the reader who follows it gets nothing",
                        "correct the link: the path of a file of the checkout, from this one",
                    )
                )
    return faults


def _links(page: Page) -> Iterator[tuple[int, str]]:
    text = without(page.unfenced, NOT_PROSE[:2])  # a comment or code leads nowhere
    for pattern in LINKS:
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, unescape(match["address"])


def _missing(page: Page, address: str) -> str:
    """What is missing at the end of a link, "" if nothing is or if it leads elsewhere."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    path, anchor = (unquote(part) for part in urldefrag(address))
    base = page.root if path.startswith("/") else page.path.parent
    file = base / path.split("?")[0].lstrip("/") if path else page.path
    if not file.resolve().is_relative_to(page.root.resolve()):
        return "leaves the checkout"
    if not file.exists():
        near = [other.name for other in file.parent.glob("*")] if file.parent.is_dir() else []
        return f"finds no {path}{nearest(file.name, near)}"
    if not anchor or file.suffix != ".md":
        return ""
    known = headings(Page(page.root, file))
    return "" if anchor in known else f"finds no heading #{anchor}{nearest(anchor, known)}"


def headings(page: Page) -> list[str]:
    """The anchors of a file's headings, as GitHub makes them."""
    found: list[str] = []
    for match in HEADING.finditer(page.unfenced):
        words = re.sub(r"\[([^\]]*)\]\([^()]*\)", r"\1", match["words"]).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        times = sum(re.fullmatch(rf"{re.escape(slug)}(?:-\d+)?", one) is not None for one in found)
        found.append(f"{slug}-{times}" if times else slug)
    return found


def only_pages(root: Path) -> list[Fault]:
    """docs/ holds pages: whatever else lies there is published as it is, and tested by nobody."""
    return [
        Fault(
            "is no page",
            f"{path.relative_to(root).as_posix()}:1",
            "it is published as it is, and no check looks at it",
            "move a program to snippets/ and what the theme needs to theme/, or remove it",
        )
        for path in sorted((root / "docs").rglob("*"))
        if path.is_file()
        and path.suffix != ".md"
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
    ]


#: A tag; an address between brackets is none, and neither is a comment.
TAG = re.compile(r"</?(?P<name>[a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>|<[!?](?!--)[^<>]*>")


def no_raw_html(root: Path) -> list[Fault]:
    """A page is Markdown: what is drawn in HTML by hand passes by every check of fences."""
    faults = []
    for page in documents(root):
        if not page.path.is_relative_to(root / "docs"):
            continue
        text = without(page.unfenced, NOT_PROSE[:2])
        faults += [
            Fault(
                f"raw HTML: {' '.join(match[0].split())}",
                page.at(text.count("\n", 0, match.start()) + 1),
                "what it shows no check has compared with a run",
                "write it in Markdown, and show a program and its output in a sample fence",
            )
            for match in TAG.finditer(text)
        ]
    return faults


CHECKS: tuple[Callable[[Path], list[Fault]], ...] = (
    guides_lead_somewhere,
    only_pages,
    no_raw_html,
)
