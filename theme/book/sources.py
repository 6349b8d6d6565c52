"""A page's file: its text, its fences, and where a program's figures stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from theme.book.fences import Fence, fences


@dataclass(frozen=True)
class Source:
    """A page's file: its path below docs/, its text, and whether docs/ really holds it."""

    path: str
    text: str
    written: bool = True

    @property
    def name(self) -> str:
        """How a message names the page."""
        return f"docs/{self.path}" if self.written else f"the generated page {self.path}"

    @cached_property
    def samples(self) -> tuple[Fence, ...]:
        """The ``sample`` fences that stand on the page; a ``pair`` counts as two."""
        return tuple(one for fence in self.fences for one in _samples(fence))

    @property
    def messages(self) -> tuple[Fence, ...]:
        """The ``message`` fences that stand on the page."""
        return tuple(f for f in self.fences if f.language == "message")

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """Every fence of the page."""
        return tuple(fences(self.text.split("\n")))

    @property
    def title(self) -> str:
        """The page's first heading."""
        heading = re.search(r"(?m)^# (.+)$", self.text)
        return heading[1] if heading else self.path

    def start(self, text: str) -> int | None:
        """How many lines of the file stand before `text`, None if it is not its end.

        A generator takes the front matter away before it converts a page.
        """
        whole, end = self.text.rstrip(), text.strip()
        if not whole.endswith(end):
            return None
        blank = text[: len(text) - len(text.lstrip())].count("\n")
        return whole.count("\n", 0, len(whole) - len(end)) - blank


def _samples(fence: Fence) -> Iterator[Fence]:
    """A fence for each program that `fence` draws as a figure of its own."""
    if fence.language == "sample":
        yield fence
    elif fence.language == "pair":
        lines = [line for line in fence.body if line.strip()]
        yield from (replace(fence, body=(line,)) for line in lines[:2])
