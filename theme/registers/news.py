"""The cells that turned when cells last turned."""

from __future__ import annotations

from shelf.conditions import START_METHODS, SYSTEM_NAMES
from shelf.ledger import brief, state
from shelf.words import counted, listed, pythons
from theme.book.library import Book
from theme.registers.text import plain

#: More programs than these are counted and not named, unless they failed.
NAMED = 12


def news(library: Book) -> list[str]:
    """The cells that turned when cells last turned, failures first."""
    news = library.record.matrix["news"]
    if not news:
        return ["No cell turned out otherwise than in the record before.\n"]
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for item in news:
        turn = state(item["was"]), state(item["is"])
        groups.setdefault(turn, []).append(item)
    text = [f"Otherwise than in the record before, on {max(item['date'] for item in news)}:", ""]
    for (was, now), items in sorted(groups.items(), key=lambda group: group[0][1] != "failed"):
        stems = list(dict.fromkeys(item["program"] for item in items))
        cells, programs = counted(len(items), "cell"), counted(len(stems), "program")
        text.append(f"- **{now}**, before {was}: {cells} of {programs}{_where(library, items)}")
        if len(stems) <= NAMED or now == "failed":
            for stem in stems:
                mine = [item for item in items if item["program"] == stem]
                why = next((brief(i["is"]).partition(": ")[2] for i in mine if now == "failed"), "")
                text.append(
                    f"    - {named(library, stem)}{_where(library, mine)}"
                    f"{': ' + plain(why) if why else ''}"
                )
    return [*text, ""]


def _where(library: Book, items: list[dict[str, str]]) -> str:
    """The Pythons, start methods and systems of some news, in words."""
    supported = library.record.supported
    methods = [m for m in START_METHODS if any(item["start_method"] == m for item in items)]
    systems = [s for s in SYSTEM_NAMES if any(item["system"] == s for item in items)]
    under = f" under {listed(methods)}" if len(methods) < len(START_METHODS) else ""
    return (
        f" on Python {pythons((item['python'] for item in items), supported)}{under}"
        f" on {listed([SYSTEM_NAMES[system] for system in systems])}"
    )


def named(library: Book, stem: str) -> str:
    """A program's name in Markdown: a link to its figure, if a page shows it."""
    return f"[[{stem}]]" if library.places(stem) else f"`{stem.rpartition('/')[2]}`"
