"""Finds the fences of a page's source, as superfences does.

superfences tells a fence's formatter neither page nor line, and shows a fence
that it does not understand as text without a word.  This reading gives the
line of each fence, and shows which ones were passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OPENING = re.compile(r"(?P<indent>[> \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
LANGUAGE = re.compile(r"\{?[ \t]*\.?(?P<name>[\w#.+-]*)")


@dataclass(frozen=True)
class Fence:
    """A fence: the number of its first line (from 1), its language and its body."""

    line: int
    language: str
    body: tuple[str, ...]
    last: int
    info: str = ""

    @property
    def stem(self) -> str:
        """The first line that says something: for our fences, a program's stem."""
        return next((line.strip() for line in self.body if line.strip()), "")


def fences(lines: Sequence[str]) -> Iterator[Fence]:
    """Every fence of a page in order; a fence inside a longer fence is its text.

    A fence that never closes, or whose text leaves its indentation, is given
    too, with what was read of it: it stands there for a reader's eye.
    """
    at = 0
    while at < len(lines):
        match = OPENING.match(lines[at].expandtabs(4))
        if match is None:
            at += 1
            continue
        indent, mark = match["indent"], match["mark"]
        language = LANGUAGE.match(match["info"])
        body: list[str] = []
        end = at + 1
        while end < len(lines):
            text = lines[end].expandtabs(4)
            if text.strip(" >") and not _inside(text, indent):
                break
            text = text[len(indent) :]
            if text.rstrip() == mark:
                break
            body.append(text)
            end += 1
        yield Fence(
            at + 1, language["name"] if language else "", tuple(body), end + 1, match["info"]
        )
        at = end + 1


def outside(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The numbered lines that stand in no fence, their inline code blanked."""
    covered = {n for fence in fences(lines) for n in range(fence.line, fence.last + 1)}
    for number, line in enumerate(lines, 1):
        if number not in covered:
            yield number, re.sub(r"(`+).*?\1", lambda code: " " * len(code[0]), line)


def _inside(text: str, indent: str) -> bool:
    """Whether a line keeps a fence's indentation (in a quote, its ``>`` too)."""
    return text[: len(indent)].replace(">", " ") == indent.replace(">", " ")
