"""Joins the style sheets of a site to one, of only what some page uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import lightningcss

#: Where the one sheet stands.
SHEET = "assets/site.css"
LINK = re.compile(
    r'<link rel="?stylesheet"? href="?(?P<base>[^">]*?)(?P<name>assets/[^">]+\.css)"?>\n?'
)
ATTRIBUTE = re.compile(r'\s(?:class|id)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s>]+))')
NAMED = re.compile(r"[.#](-?[a-zA-Z_][\w-]*)")


def join(folder: Path, pages: Mapping[Path, str], scripts: Iterable[str]) -> None:
    """Write the one sheet, and remove those that it was made of."""
    names = dict.fromkeys(match["name"] for text in pages.values() for match in LINK.finditer(text))
    whole = "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
    used = {name for text in pages.values() for name in _named(text)}
    used |= {word for script in scripts for word in re.findall(r"[\w-]+", script)}
    unused = {name for name in NAMED.findall(_selectors(whole)) if name not in used}
    small = lightningcss.process_stylesheet(whole, filename=SHEET, unused_symbols=unused)
    for name in names:
        (folder / name).unlink()
    (folder / SHEET).write_text(small, encoding="utf-8", newline="\n")


def link(text: str) -> str:
    """A page with the one sheet in place of those that it links to."""
    first = LINK.search(text)
    if first is None:
        return text
    whole = f'<link rel=stylesheet href="{first["base"]}{SHEET}">\n'
    return text[: first.start()] + whole + LINK.sub("", text[first.end() :])


def _named(text: str) -> Iterable[str]:
    """The classes and ids on a page."""
    for match in ATTRIBUTE.finditer(text):
        yield from (match["quoted"] or match["bare"] or "").split()


def _selectors(css: str) -> str:
    """A style sheet less its comments and what stands in its blocks."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\{[^{}]*\}", "{}", css)
