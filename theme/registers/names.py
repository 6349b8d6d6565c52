"""The index of the names of Python's library: which page and program uses each.

The names are read from the programs' syntax trees: what a program imports, and
what it asks of an object whose class stands in the same program.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby, starmap

from shelf import Sample
from theme.book.addresses import PROGRAMS
from theme.book.library import Book
from theme.book.sources import Source
from theme.registers.text import plain
from theme.registers.uses import address, module_of, used

#: As many programs of one page are named: the rest stand on that page, too.
SOME = 1


def uses(known: list[Sample]) -> dict[str, list[Sample]]:
    """The programs that use each name."""
    found: dict[str, list[Sample]] = {}
    for sample in known:
        for name in used(sample):
            found.setdefault(name, []).append(sample)
    return dict(sorted(found.items(), key=lambda item: (module_of(item[0]), item[0].lower())))


def page(library: Book, known: list[Sample]) -> str:
    """Every name, linked to Python's documentation, and the pages and programs that use it."""
    text = [
        "---\nhide: [edit]\n---\n",
        "# Names of Python's library\n",
        "What the programs of this site use of Python's library, and on which page."
        " The names lead to Python's own documentation, the programs to their places here."
        " Look up an [error message](errors/index.md), a [term](glossary.md)"
        f" or [a program]({PROGRAMS}.md) likewise.\n",
    ]
    for module, group in groupby(uses(known).items(), key=lambda item: module_of(item[0])):
        text += [f"## {module}\n", "".join(starmap(partial(_entry, library), group)), ""]
    return "\n".join(text)


def _entry(library: Book, name: str, programs: list[Sample]) -> str:
    """A name, then for each page its title and the programs on it."""
    short = name.removeprefix(f"{module_of(name)}.")
    stems = {sample.stem for sample in programs}
    shown: dict[Source, list[str]] = {}
    for sample in programs:
        if sample.broken and sample.neighbour in stems:
            continue  # it stands beside the right one
        for source, _ in library.places(sample.stem)[:1]:
            shown.setdefault(source, []).append(f"[[{sample.stem}]]")
    for links in shown.values():
        if len(links) > SOME:
            links[SOME:] = [f"and {len(links) - SOME} more there"]
    lines = [f"- [`{short}`]({address(name)})\n"]
    for source, links in shown.items():
        lines.append(f"    - [{plain(source.title)}]({source.path}): {', '.join(links)}\n")
    return "".join(lines)
