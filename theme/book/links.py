"""The ways from one page to others."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from dataclasses import dataclass

from shelf.words import nearest
from theme.book.addresses import PROGRAMS, anchor, measured_page
from theme.book.library import Book
from theme.book.repository import editing
from theme.book.sources import Source
from theme.faults import PageError


@dataclass(frozen=True)
class Links:
    """The ways from one page: paths between source files, as Markdown has them.

    The generator turns them into addresses, as it does for a writer's links.
    """

    book: Book
    here: Source
    #: The pages that nobody wrote, asked only where a name is none of those in docs/.
    generated: Callable[[], Collection[str]] = tuple

    def to(self, path: str, fragment: str = "") -> str:
        """The way to the file at `path` below docs/."""
        mark = f"#{fragment}" if fragment else ""
        if mark and path == self.here.path:
            return mark
        return posixpath.relpath(path, posixpath.dirname(self.here.path) or ".") + mark

    def program(self, stem: str) -> str:
        """The way to the file of a program."""
        return self.to(f"{PROGRAMS}/{stem}.py")

    def editing(self, path: str) -> str:
        """Where a file of the checkout is opened for a change; "" where no repository is named."""
        return editing(self.book.root, path)

    def figure(self, stem: str) -> str:
        """The way to the figure of a program; raises `PageError` where no page shows it."""
        if self.book.sample(stem).timing:
            return self.to(measured_page(stem))
        places = self.book.places(stem)
        if not places:
            raise PageError(
                f"no page shows {stem}; a program that is named has to stand on one page"
            )
        return self.to(places[0][0].path, anchor(stem))

    def page(self, target: str) -> str:
        """The way to a page named as in Markdown, "../threads/index.md#cure".

        Raises `PageError` where there is no such page.
        """
        name, _, fragment = target.partition("#")
        folder = posixpath.dirname(self.here.path)
        path = posixpath.normpath(posixpath.join(folder, name))
        known = self.book.sources
        if path not in known and path not in self.generated():
            pages = [posixpath.relpath(page, folder or ".") for page in known]
            raise PageError(f"there is no page {name!r}{nearest(name, pages)}")
        return self.to(path, fragment)
