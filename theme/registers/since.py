"""What each Python brought: programs that need it, and programs that behave otherwise since.

Both stand in the programs' headers, and a run has shown each of them.
"""

from __future__ import annotations

import re

from packaging.version import Version

from shelf import Condition, Sample
from theme.book.library import Book
from theme.registers.text import plain

BORDER = re.compile(r"(?:<|>=|==)\s*3\.(\d+)")


def lines_of(condition: Condition) -> list[str]:
    """The Pythons at which something changes: of ">=3.14", "3.14"; of "==3.13.*", both ends."""
    found = []
    for specifier in condition.python.split(","):
        if match := BORDER.match(specifier.strip()):
            minor = int(match[1])
            found.append(f"3.{minor}")
            if specifier.strip().startswith("=="):
                found.append(f"3.{minor + 1}")
    return found


def page(library: Book, known: list[Sample]) -> str:
    """One section for each supported Python but the oldest, the newest first."""
    usual = sorted(
        {tag.removesuffix("t") for tag in library.record.supported}, key=Version, reverse=True
    )
    shown = [sample for sample in known if library.places(sample.stem)]
    text = [
        "---\nhide: [edit]\n---\n",
        "# What each Python changed\n",
        "Which programs need that version or a later one, and which print something else there."
        " Read it before you upgrade: what stands under a version is what its predecessor"
        " does not do, or does otherwise.\n",
    ]
    for tag in usual[:-1]:
        needing = [s for s in shown if tag in lines_of(s.header.requires)]
        others = [s for s in shown if any(tag in lines_of(v.where) for v in s.header.variants)]
        text += [f"## New in {tag}\n"]
        text += [*_list("These programs need it:", needing)]
        text += [*_list("These print something else than before:", others)]
    return "\n".join(text)


def _list(words: str, found: list[Sample]) -> list[str]:
    entries = [f"- [[{sample.stem}]]: {plain(sample.sentence)}" for sample in found]
    return [f"{words}\n", *entries, ""] if entries else []
