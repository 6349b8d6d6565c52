"""One page while it is converted: what of ours stands on it, and what is wrong there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from xml.etree.ElementTree import Element

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from shelf.words import nearest
from shelf.wrong import Wrong
from theme import parts
from theme.book.fences import Fence, fences, outside
from theme.book.links import Links
from theme.convert.placing import put
from theme.edition import Edition
from theme.elements import Stash
from theme.faults import PageError, PageErrors
from theme.parts import PARTS, inline
from theme.parts.part import Asked


class Page:
    """One page while it is converted: its source, its fences, its faults."""

    def __init__(self, edition: Edition, drafts: bool, lines: list[str]) -> None:
        self.edition = edition
        self.library = edition.library
        self.drafts = drafts
        self.lines = lines
        self.fences = list(fences(lines))
        self.waiting = [fence for fence in self.fences if fence.language in PARTS]
        self.drawn: list[tuple[Fence, str, Element]] = []
        self.faults: list[tuple[int, str]] = []
        self._links: Links | None = None

    @property
    def links(self) -> Links:
        """Addresses as seen from this page; raises `PageError` where the page is not known."""
        if self._links is None:
            source = self.edition.page("\n".join(self.lines))
            if source is None:
                raise PageError("this text is no page under docs/, so its links lead nowhere")
            self._links = self.edition.links(source)
        return self._links

    @property
    def before(self) -> int:
        """How many lines of the page's file stand before the converted text."""
        return self.links.here.start("\n".join(self.lines)) or 0

    def fault(self, line: int, error: Exception) -> None:
        """Note what is wrong at `line` of the converted text (from 1)."""
        line += error.within if isinstance(error, PageError) else 0
        note = (line, str(error) if isinstance(error, Wrong) else repr(error))
        if note not in self.faults:
            self.faults.append(note)

    def raise_faults(self) -> None:
        """Raise everything that was noted, in the order of the page's lines."""
        if not self.faults:
            return
        name, before = "a page that is not under docs/", 0
        with suppress(PageError):
            name, before = self.links.here.name, self.before
        raise PageErrors([f"{name}:{line + before}: {text}" for line, text in sorted(self.faults)])

    # fences -----------------------------------------------------------------

    def draw(self, language: str, src: str, options: dict[str, str], stash: Stash) -> str:
        """What stands for a fence until `place` puts its part there; a fault is noted."""
        fence = self.claim(language, src)
        stand_in = f'<figure data-part="{len(self.drawn)}"></figure>'
        try:
            self.drawn.append((fence, stand_in, self.part(fence, options, stash)))
        except Exception as error:  # superfences would swallow it and show the fence as text
            self.fault(fence.line, error)
        return stand_in

    def place(self, root: Element, placeholder: Callable[[str], str]) -> None:
        """Put each part where its stand-in has its `placeholder`."""
        for fence, stand_in, part in self.drawn:
            if not put(root, placeholder(stand_in), part):
                self.fault(
                    fence.line,
                    PageError(
                        f"this {fence.language} fence stands inside HTML, or so far in that it is"
                        " code; indent it less"
                    ),
                )

    def claim(self, language: str, src: str) -> Fence:
        """The fence of the source that superfences hands over now: it goes from top to bottom."""
        body = [line.strip() for line in src.split("\n")]
        for fence in self.waiting:
            if (
                fence.language == language
                and [line.strip() for line in fence.body or ("",)] == body
            ):
                self.waiting.remove(fence)
                return fence
        return Fence(1, language, tuple(src.split("\n")), 1)

    def part(self, fence: Fence, options: dict[str, str], stash: Stash) -> Element:
        """The part that a fence asks for; raises `PageError` and the shelf's errors."""
        line = fence.line + self.before
        return parts.draw(Asked(fence, self.links, options, line, stash, self.drafts))

    def check(self) -> None:
        """Note the fences that were passed over, and those of an unknown language."""
        for fence in self.waiting:
            self.fault(
                fence.line,
                PageError(
                    f"this {fence.language} fence was not understood; it is closed by as many"
                    ' marks, keeps its indentation, and an option is quoted: lines="7-9"'
                ),
            )
        for fence in self.fences:
            if fence.language and fence.language not in PARTS and not _lexer(fence.language):
                near = nearest(fence.language, ("python", "console", "text", *PARTS))
                self.fault(fence.line, PageError(f"there is no fence {fence.language!r}{near}"))

    # names ------------------------------------------------------------------

    def name(self, content: str, written: str) -> Element | None:
        """What stands for ``[[content]]``; None with a fault noted where it cannot be drawn."""
        try:
            return inline.draw(content, self.links)
        except Exception as error:
            self.fault(self.find(written), error)
            return None

    def find(self, written: str) -> int:
        """The first line outside fences that holds `written`, 1 if none does."""
        return next((number for number, line in outside(self.lines) if written in line), 1)


def _lexer(language: str) -> bool:
    try:
        find_lexer_class_by_name(language)
    except ClassNotFound:
        return False
    return True
