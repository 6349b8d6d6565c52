"""The generated pages, as a plain function of the checkout.

A generator adds them in its own way (`theme/generate.py` for MkDocs); none of
them enters docs/.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from pathlib import Path

from recorder import Sample, samples
from theme.book import PROGRAMS, book
from theme.faults import EXPECTED, PageErrors, parse
from theme.figure import BROKEN
from theme.marks import EVERY_PYTHON, Mark, marks

#: The topics in the order of the site; another one follows by name.
TOPICS = ("threads", "processes", "executors", "choosing")


def pages(root: Path) -> dict[str, str]:
    """Every generated file: its path below docs/, and its text.

    These are the catalogue and each program's own file, to be downloaded.
    Raises `PageErrors` where a program cannot be read.
    """
    book(root).refresh()
    known = sorted(samples(root).values(), key=_order)
    try:
        files = {f"{PROGRAMS}/{sample.stem}.py": sample.source for sample in known}
        return {f"{PROGRAMS}.md": catalogue(root, known), **files}
    except EXPECTED as error:
        raise PageErrors([str(error)]) from None


def catalogue(root: Path, known: list[Sample]) -> str:
    """All programs by topic: name, sentence, marks, and the file to download."""
    text = [
        "---\nhide: [edit]\n---\n",
        "# All programs\n",
        f"The {len(known)} programs of this site, by topic."
        " Each was run, and its page shows what it printed."
        " It runs on every supported Python, unless a mark beside it says otherwise.\n",
    ]
    for topic, group in groupby(known, key=lambda sample: sample.topic):
        text.append(f"## {topic.capitalize()}\n")
        text.append("\n".join(_entry(root, sample) for sample in group) + "\n")
    return "\n".join(text)


def _entry(root: Path, sample: Sample) -> str:
    # A program that no page shows yet is named all the same; a test asks for its page.
    name = f"[[{sample.stem}]]" if book(root).places(sample.stem) else f"`{sample.name}`"
    parse(sample.source, sample.path)
    chips = [mark for mark in marks(sample.header) if mark != EVERY_PYTHON]
    if sample.broken:
        chips.insert(0, BROKEN)
    return (
        f"- {name} {' '.join(map(_chip, chips))}"
        f" [Download]({PROGRAMS}/{sample.stem}.py){{ download={sample.path.name} }}"
        f"\n\n    {plain(sample.sentence)}\n"
    )


def _chip(mark: Mark) -> str:
    return f'<span class="mark mark-{mark.kind}">{escape(mark.words)}</span>'


def plain(text: str) -> str:
    """Text as Markdown that means just that text; `code` between backticks stays code."""
    parts = re.split(r"(`[^`]+`)", text)
    parts[::2] = [
        re.sub(r"([\\*_\[\]{}#`])", r"\\\1", escape(part, quote=False)) for part in parts[::2]
    ]
    return "".join(parts)


def _order(sample: Sample) -> tuple[int, str, str, bool]:
    known = sample.topic in TOPICS
    place = TOPICS.index(sample.topic) if known else len(TOPICS)
    right = sample.neighbour if sample.broken else sample.stem
    return place, sample.topic, right, sample.broken
