"""Joins the style sheets of a site to one, of only what some page uses.

What few pages draw stands in a second one, which those alone ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import lightningcss

#: Where the one sheet stands, and that of what few pages draw.
SHEET, FEW = "assets/site.css", "assets/few.css"
#: What the second one is made of.
OF_FEW = (FEW, "assets/timeline.css", "assets/orders.css")
LINK = re.compile(
    r'<link rel="?stylesheet"? href="?(?P<base>[^">]*?)(?P<name>assets/[^">]+\.css)"?>\n?'
)
ATTRIBUTE = re.compile(r'\s(?:class|id)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s>]+))')
NAMED = re.compile(r"[.#](-?[a-zA-Z_][\w-]*)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: What stands before a block, and no at-rule.
SELECTORS = re.compile(r"[^{};@]+(?=\{)")
#: What a selector asks for beside others, or not at all.
EITHER = re.compile(r":(?:is|not|where)\([^()]*\)")
#: What parts two selectors, or opens or closes what holds some itself.
PARTS = re.compile(r"[(),]")
#: A colour or a length that has a name.
PROPERTY = re.compile(r"--[\w-]+")
ASKED_FOR = re.compile(r"(?<=var\()--[\w-]+")


def join(folder: Path, pages: Mapping[Path, str], scripts: Iterable[str]) -> dict[Path, str]:
    """Write the sheets, and remove those that they were made of; gives the pages with their links.

    Every name that a page or a script has is taken as used.
    """
    names = dict.fromkeys(match["name"] for text in pages.values() for match in LINK.finditer(text))
    on = {path: set(_named(text)) for path, text in pages.items()}
    used = set().union(*on.values())
    used |= {word for script in scripts for word in re.findall(r"[\w-]+", script)}
    usual, few = (
        COMMENT.sub("", "\n".join((folder / name).read_text(encoding="utf-8") for name in part))
        for part in (
            [name for name in names if name not in OF_FEW],
            [name for name in names if name in OF_FEW],
        )
    )
    short = _short(usual + few, {name for text in pages.values() for name in _asked_for(text)})
    for name in names:
        (folder / name).unlink()
    for path, css in ((SHEET, usual), (FEW, few)):
        if css:
            small = PROPERTY.sub(lambda match: short[match[0]], _small(css, used))
            (folder / path).write_text(small, encoding="utf-8", newline="\n")
    own = {*NAMED.findall(_selectors(few))} - {*NAMED.findall(_selectors(usual))}
    return {
        path: _linked(text, [SHEET, FEW] if own & on[path] else [SHEET])
        for path, text in pages.items()
    }


def _linked(text: str, sheets: Sequence[str]) -> str:
    """A page with `sheets` in place of those that it links to."""
    first = LINK.search(text)
    if first is None:
        return text
    whole = "".join(f"<link rel=stylesheet href={first['base']}{sheet}>" for sheet in sheets)
    return text[: first.start()] + whole + LINK.sub("", text[first.end() :])


def _small(css: str, used: set[str]) -> str:
    """A style sheet less what names nothing that is used."""
    unused = {name for name in NAMED.findall(_selectors(css)) if name not in used}

    def less(match: re.Match[str]) -> str:
        kept = [one for one in _parted(match[0]) if not unused & _asked(one)]
        return ",".join(kept) or match[0]  # a rule without any goes by itself

    css = SELECTORS.sub(less, css)
    return str(lightningcss.process_stylesheet(css, filename=SHEET, unused_symbols=unused))


def _asked(selector: str) -> set[str]:
    """The names that an element has to have, or to hold."""
    rest = EITHER.sub("", selector)
    return {*NAMED.findall(rest)} if rest == selector else _asked(rest)


def _parted(selectors: str) -> Iterable[str]:
    """Selectors one by one; those within brackets stay together."""
    start, depth = 0, 0
    for match in PARTS.finditer(selectors):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0] == "," and not depth:
            yield selectors[start : match.start()]
            start = match.end()
    yield selectors[start:]


def _short(css: str, asked: set[str]) -> dict[str, str]:
    """A name of a letter for each property that has a name, the same in both sheets.

    What a drawing in a page asks for keeps its name.
    """
    names = dict.fromkeys(PROPERTY.findall(css))
    letters = iter("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return {name: name if name in asked else f"--{next(letters)}" for name in names}


def _asked_for(text: str) -> Iterable[str]:
    """The properties that a page names."""
    return (match[0] for match in ASKED_FOR.finditer(text))


def _named(text: str) -> Iterable[str]:
    """The classes and ids on a page."""
    for match in ATTRIBUTE.finditer(text):
        yield from (match["quoted"] or match["bare"] or "").split()


def _selectors(css: str) -> str:
    """A style sheet less what stands in its blocks."""
    return re.sub(r"\{[^{}]*\}", "{}", css)
