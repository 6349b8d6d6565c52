"""The generated pages, as a plain function of the checkout.

A generator adds them in its own way (`theme/generate.py` for MkDocs); none of
them enters docs/.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path

from recorder import Sample
from recorder.trace import paths
from theme import api, changes, matrix, measured, since
from theme.book import MATRIX, PROGRAMS, Book, book, place
from theme.bundle import ZIP, bundle
from theme.changes import CHANGES
from theme.faults import EXPECTED, PageErrors, parse
from theme.figure import BROKEN
from theme.marks import Mark, marks
from theme.words import counted, plain


def pages(root: Path) -> dict[str, str]:
    """Every generated file: its path below docs/, and its text.

    These are the catalogue, the matrix, what was measured, what changed, and each
    program's own file and traces, to be downloaded.  Raises `PageErrors` where a
    program cannot be read.
    """
    library = book(root)
    library.refresh()
    try:
        # a commit changes the history and no file
        return {**library.once(_registers), CHANGES: changes.page(library)}
    except EXPECTED as error:
        raise PageErrors([str(error)]) from None


def _registers(library: Book) -> dict[str, str]:
    """All of them that hang on the files of docs/ and snippets/ alone."""
    known = library.programs()
    every = [*known, *library.measuring()]
    files = {f"{PROGRAMS}/{sample.stem}.py": sample.source for sample in every}
    for sample in known:
        for path in paths(sample):
            name = f"{PROGRAMS}/{sample.topic}/{path.name}"
            files[name] = path.read_text(encoding="utf-8")
    return {
        f"{PROGRAMS}.md": catalogue(library, every),
        MATRIX: matrix.page(library, known),
        **measured.pages(library),
        api.NAMES: api.page(library, known),
        since.SINCE: since.page(library, known),
        **files,
    }


def generated(root: Path) -> dict[str, bytes]:
    """Every generated file as it is handed to a generator: the pages, and all programs in one."""
    texts = {path: text.encode() for path, text in pages(root).items()}
    return {**texts, ZIP: bundle(root)}


def catalogue(library: Book, known: list[Sample]) -> str:
    """All programs by topic: name, marks, the file to download, and a sentence."""
    text = [
        "---\nhide: [edit]\n---\n",
        "# All programs\n",
        f"{counted(len(known), 'program')}, by topic."
        f" The marks beside each come from its runs; [every run]({MATRIX}) is a page of its own."
        f" [All of them in one file]({ZIP}), each with its transcripts.\n",
    ]
    known = sorted(known, key=lambda sample: place(sample.topic))
    for topic, group in groupby(known, key=lambda sample: sample.topic):
        text.append(f"## {topic.capitalize()}\n")
        text.append("\n".join(_entry(library, sample) for sample in group) + "\n")
    return "\n".join(text)


def _entry(library: Book, sample: Sample) -> str:
    # A program that no page shows yet is named all the same; a test asks for its page.
    has_page = sample.timing or library.places(sample.stem)
    name = f"[[{sample.stem}]]" if has_page else f"`{sample.name}`"
    parse(sample.source, sample.path)
    chips = marks(sample, library.record)
    if sample.broken:
        chips.insert(0, BROKEN)
    return (
        f"- {name} {' '.join(map(_chip, chips))}"
        f" [Download]({PROGRAMS}/{sample.stem}.py){{ download={sample.path.name} }}"
        f"\n\n    {plain(sample.sentence)}\n"
    )


def _chip(mark: Mark) -> str:
    return f'<span class="mark mark-{mark.kind}">{escape(mark.words)}</span>'
