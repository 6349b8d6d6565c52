"""Puts lists, numbers and Pythons into words, and words into Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from packaging.version import Version


def place(tag: str) -> tuple[Version, bool]:
    """Puts Pythons in order: "3.14", "3.14t", "3.15"."""
    return Version(tag.removesuffix("t")), tag.endswith("t")


def pythons(tags: Iterable[str], supported: Sequence[str]) -> str:
    """Pythons in words: ranges of the usual builds, then each free-threaded one."""
    chosen = sorted(set(tags), key=place)
    usual = [tag for tag in chosen if not tag.endswith("t")]
    line = sorted({*(tag for tag in supported if not tag.endswith("t")), *usual}, key=place)
    ranges: list[list[str]] = []
    for tag in usual:
        if ranges and line.index(tag) == line.index(ranges[-1][-1]) + 1:
            ranges[-1].append(tag)
        else:
            ranges.append([tag])
    words = [
        word
        for group in ranges
        for word in ([f"{group[0]} to {group[-1]}"] if len(group) > 2 else group)
    ]
    return listed(words + [tag for tag in chosen if tag.endswith("t")])


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def counted(number: int, noun: str) -> str:
    """A number and its noun: "1 program", "1,078 cells"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def plain(text: str) -> str:
    """Text as Markdown that means just that text; `code` between backticks stays code."""
    parts = re.split(r"(`[^`]+`)", text)
    parts[::2] = [
        re.sub(r"([\\*_\[\]{}#`])", r"\\\1", escape(part, quote=False)) for part in parts[::2]
    ]
    return "".join(parts)
