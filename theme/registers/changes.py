"""The page that tells readers what changed: the runs, the pages, the programs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePosixPath

from shelf.words import counted, listed
from theme.book.addresses import MATRIX
from theme.book.history import Change, history
from theme.book.library import Book
from theme.registers.news import news
from theme.registers.text import plain

#: More names than these are counted.
NAMED = 6


def page(library: Book) -> str:
    """The text of the generated page; the same commit and record give the same text."""
    past = history(library.root)
    text = [
        "---\nhide: [edit]\n---\n",
        "# What changed\n",
        "What is new for you as a reader, newest first: articles, programs, and what they print.\n",
        "## In the runs\n",
        *news(library),
        f"[Every run]({MATRIX}) is a page of its own.\n",
    ]
    for day, changes in groupby(past.changes, key=lambda change: change.day):
        if entries := [words for change in changes if (words := entry(library, change))]:
            text += [f"## {day}\n", *entries, ""]
    if past.missing:
        text += [f"## Earlier\n\n{past.missing}\n"]
    return "\n".join(text)


def entry(library: Book, change: Change) -> str:
    """One commit as an item of a list; "" where it touches nothing that is read."""
    parts = [part for part in (_pages(library, change), _programs(library, change)) if part]
    return f"- **{plain(change.subject)}:** {'; '.join(parts)}." if parts else ""


def _pages(library: Book, change: Change) -> str:
    found = []
    for path, state in change.files:
        name = path.removeprefix("docs/")
        if path.startswith("docs/") and (source := library.sources.get(name)):
            found.append(f"[{plain(source.title)}]({name})" + (" (new)" if state == "A" else ""))
    return _some(found, "page")


def _programs(library: Book, change: Change) -> str:
    found = []
    for stem, endings in _stems(change):
        if not library.places(stem):
            continue
        if endings.get(".py") == "A":
            what = "new"
        elif "M" in [state for ending, state in endings.items() if ending != ".py"]:
            what = "prints otherwise"
        else:
            what = "changed"
        found.append(f"[[{stem}]] ({what})")
    return _some(found, "program")


def _stems(change: Change) -> Iterator[tuple[str, dict[str, str]]]:
    """Each program that a commit touches, with its files by ending: what became of them."""
    stems: dict[str, dict[str, str]] = {}
    for path, state in change.files:
        file = PurePosixPath(path)
        if file.parts[0] == "snippets" and len(file.parts) == 3 and file.suffix in (".py", ".txt"):
            name, _, ending = file.name.partition(".")
            stems.setdefault(f"{file.parts[1]}/{name}", {})[f".{ending}"] = state
    yield from stems.items()


def _some(names: list[str], noun: str) -> str:
    """Names in words; where there are too many, the rest is counted."""
    if len(names) <= NAMED:
        return listed(names)
    rest = counted(len(names) - NAMED, f"more {noun}")
    return listed([*names[:NAMED], rest])
