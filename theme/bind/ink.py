"""The site's colours as paper takes them: those of the light scheme, as plain values."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FRAME = Path(__file__).parent.parent / "site" / "assets" / "frame.css"
PAIR = re.compile(r"--ours-([\w-]+): light-dark\((#\w+),")
NAMED = re.compile(r"var\(--ours-([\w-]+)\)")


def plain(text: str) -> str:
    """A text in which each colour that the site names is the colour itself."""
    return NAMED.sub(lambda match: _colours()[match[1]], text) if "var(" in text else text


@cache
def _colours() -> dict[str, str]:
    return dict(PAIR.findall(FRAME.read_text(encoding="utf-8")))


@cache
def sheet(name: str) -> str:
    """A style sheet: "book.css" of both books, "paper.css" of the printed one."""
    return plain((Path(__file__).parent / name).read_text(encoding="utf-8"))
