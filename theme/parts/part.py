"""A part of a page: how a fence is drawn, and what stands for it in plain Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from shelf import Sample
from theme.book.fences import Fence
from theme.book.links import Links
from theme.elements import Stash

#: What the body of a fence may be: nothing at all, the stem of one program and
#: nothing else, or more than that, which the part reads itself.
NOTHING, PROGRAM, MORE, OWN = "nothing", "one program", "a program and more", "its own"


@dataclass(frozen=True)
class Asked:
    """What a fence asks for, and the page that it stands on.

    ``line`` is the fence's line in the file of its page, ``stash`` takes HTML
    that is to pass through, and with ``drafts`` what is not recorded yet is
    said and no fault.
    """

    fence: Fence
    links: Links
    options: Mapping[str, str] = field(default_factory=dict)
    line: int = 0
    stash: Stash = str
    drafts: bool = False

    @property
    def sample(self) -> Sample:
        """The program that the fence names; raises `UnknownSample`."""
        return self.links.book.sample(self.fence.stem)


@dataclass(frozen=True)
class Part:
    """How a fence of one language is drawn, and told in lines of Markdown."""

    draw: Callable[[Asked], Element]
    tell: Callable[[Asked], Iterable[str]]
    body: str = PROGRAM
    options: tuple[str, ...] = ()
