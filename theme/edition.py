"""All that is published: the book that people write, and the registers made from it.

A generator hands an extension a text and no name.  The page is found by
comparing that text with the files under docs/ and with the generated pages,
which works the same under every generator.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from theme.book.library import Book, book
from theme.book.links import Links
from theme.book.sources import Source
from theme.faults import PageError, PageErrors
from theme.registers import pages


class Edition:
    """The pages of one checkout, written and generated."""

    def __init__(self, library: Book) -> None:
        self.library = library
        self._made: Mapping[str, str] = {}

    def generated(self) -> Mapping[str, str]:
        """The generated files by path; none where they stop the build themselves."""
        try:
            self._made = pages(self.library.root)
        except PageErrors:
            self._made = {}
        return self._made

    def page(self, text: str) -> Source | None:
        """The page whose converted text is `text`, None if there is none.

        Raises `PageError` where two pages hold the same text.
        """
        if found := self._closest(text, list(self.library.sources.values())):
            return found
        return self._generated(text, self._made) or self._generated(text, self.generated())

    def _generated(self, text: str, made: Mapping[str, str]) -> Source | None:
        pages = [Source(path, text, False) for path, text in made.items() if path.endswith(".md")]
        return self._closest(text, pages)

    def _closest(self, text: str, sources: list[Source]) -> Source | None:
        """Of the pages that end in `text`, the one with the least before it."""
        ends = [source for source in sources if source.start(text) is not None]
        ends.sort(key=lambda source: len(source.text))
        if len(ends) > 1 and ends[0].text.strip() == ends[1].text.strip():
            raise PageError(f"{ends[0].name} and {ends[1].name} hold the same text; keep one")
        return ends[0] if ends else None

    def links(self, source: Source) -> Links:
        """The ways from `source` to every page."""
        return Links(self.library, source, self.generated)


@cache
def edition(root: Path) -> Edition:
    """The one edition of the checkout at `root`, shared by all conversions."""
    return Edition(book(root))
