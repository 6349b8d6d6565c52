"""The Python-Markdown extension that joins the page parts to a page.

In ``mkdocs.yml``, after ``pymdownx.superfences``::

    markdown_extensions:
      - pymdownx.superfences
      - theme.convert

Options: ``root`` is the checkout whose docs/ and snippets/ are read, in the
usual case this one; ``drafts`` shows a program that is not recorded yet
instead of stopping, in the usual case only where a generator serves.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.superfences import SuperFencesCodeExtension  # type: ignore[import-untyped]

from shelf import ROOT
from theme.convert.conversion import Page
from theme.edition import edition
from theme.elements import element
from theme.faults import PageError, PageErrors
from theme.parts import PARTS, platforms

#: The first term of a facts strip.
FACTS = "Works on"


class _Remember(Preprocessor):
    """Keeps the source before any other step changes it."""

    def __init__(self, md: Markdown, extension: PageParts) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        self.extension.begin(lines)
        return lines


class _Name(InlineProcessor):
    """``[[...]]``, and a ``[[`` that never closes."""

    def __init__(self, md: Markdown, extension: PageParts) -> None:
        super().__init__(r"\[\[(?:(?P<content>[^\[\]\n]*)\]\])?", md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # (the stub knows only the old form)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str, int, int]:
        page = self.extension.page
        if m["content"] is not None:
            part = page.name(m["content"], m[0])
            return "" if part is None else part, m.start(), m.end()
        rest = data[m.start() :].split("\n")[0]
        page.fault(
            page.find(rest),
            PageError(
                f"a '[[' that does not close: {rest[:40]!r}; in a table the bar is written \\|,"
                " and square brackets of another kind go in backticks"
            ),
        )
        return "", m.start(), m.end()


class _Place(Treeprocessor):
    """Puts the parts in their places, and raises what was found wrong."""

    def __init__(self, md: Markdown, extension: PageParts) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        stash, page = self.md.htmlStash, self.extension.page
        page.place(root, lambda html: stash.get_placeholder(stash.rawHtmlBlocks.index(html)))
        page.check()
        page.raise_faults()


class _Facts(Treeprocessor):
    """Marks the facts strip: the definition list that begins with where a program works."""

    def __init__(self, md: Markdown, extension: PageParts) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        for each in root.iter("dl"):
            if len(each) and (each[0].text or "").strip() == FACTS:
                each.set("class", "facts")
                for fact in each.iter("dd"):
                    if fact.text and platforms.WRITTEN.search(fact.text):
                        fact.text = platforms.told(fact.text, self.extension.page.links)


#: What holds tables of ours that fit: they are set by where they stand.
FOLDED = ("runs", "timeline-data")


class _Tables(Treeprocessor):
    """Lets a table that is wider than the page scroll by itself; an empty cell heads nothing."""

    def run(self, root: Element) -> None:
        for head in [*root.iter("th")]:
            if not len(head) and not (head.text or "").strip():
                head.tag = "td"
        for parent in list(root.iter()):
            if parent.get("class") in FOLDED:
                continue
            for at, child in enumerate(parent):
                if child.tag == "table" and not child.get("class"):
                    parent[at] = element("div", {"class": "scrolls"}, child)
                    parent[at].tail, child.tail = child.tail, None


class PageParts(Extension):
    """Adds the fences and the inline pattern to a Markdown converter."""

    page: Page

    def __init__(self, **options: Any) -> None:
        self.config = {
            "root": [str(ROOT), "the checkout whose docs/ and snippets/ are read"],
            "drafts": ["serve" in sys.argv, "show programs that are not recorded yet"],
        }
        super().__init__(**options)

    def begin(self, lines: list[str]) -> None:
        """Start a page."""
        here = edition(Path(self.getConfig("root")).resolve())
        here.library.refresh()
        self.page = Page(here, bool(self.getConfig("drafts")), list(lines))

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the parts; called by Python-Markdown."""
        carriers = [e for e in md.registeredExtensions if isinstance(e, SuperFencesCodeExtension)]
        if not carriers:
            raise PageErrors(["mkdocs.yml: pymdownx.superfences has to stand before theme.convert"])
        for part in PARTS:
            carriers[0].extend_super_fences(part, self.fence, _accept, _nothing)
        md.preprocessors.register(_Remember(md, self), "theme-remember", 1000)
        # before a backslash is taken as an escape (180), after code spans (190)
        md.inlinePatterns.register(_Name(md, self), "theme-name", 185)
        # after the inline patterns (20), before ids are gathered (5) and links resolved (0)
        md.treeprocessors.register(_Place(md, self), "theme-place", 15)
        md.treeprocessors.register(_Facts(md, self), "theme-facts", 14)
        md.treeprocessors.register(_Tables(md), "theme-tables", 13)

    def fence(
        self, src: str, language: str, options: dict[str, str], md: Markdown, **more: Any
    ) -> str:
        """Called by superfences for each of our fences."""
        return self.page.draw(language, src, options, md.htmlStash.store)


def _accept(
    language: str, inputs: dict[str, str], options: dict[str, str], attrs: object, md: Markdown
) -> bool:
    """Take every option, so that an unknown one is told and not shown as text."""
    options.update(inputs)
    return True


def _nothing(md: Markdown) -> None:
    """No state is kept from page to page."""


def makeExtension(**options: Any) -> PageParts:
    """The extension; called by Python-Markdown."""
    return PageParts(**options)
