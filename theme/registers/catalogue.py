"""The catalogue: all programs by topic."""

from __future__ import annotations

from html import escape
from itertools import groupby

from shelf import Sample
from shelf.sample import parse
from shelf.shelf import topic_order
from shelf.words import counted
from theme.book.addresses import MATRIX, PROGRAMS, ZIP
from theme.book.library import Book
from theme.marks import Mark, kind, marks
from theme.registers.text import plain


def catalogue(library: Book, known: list[Sample]) -> str:
    """All programs by topic: name, marks, the file to download, and a sentence."""
    text = [
        "---\nhide: [edit]\n---\n",
        "# All programs\n",
        f"{counted(len(known), 'program')}, by topic."
        f" The marks beside each come from its runs; [every run]({MATRIX}) is a page of its own."
        f" [All of them in one file]({ZIP}), each with its transcripts.\n",
    ]
    known = sorted(known, key=lambda sample: topic_order(sample.topic))
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
    chips[:0] = kind(sample)
    return (
        f"- {name} {' '.join(map(_chip, chips))}"
        f" [Download]({PROGRAMS}/{sample.stem}.py){{ download={sample.path.name} }}"
        f"\n\n    {plain(sample.sentence)}\n"
    )


def _chip(mark: Mark) -> str:
    return f'<span class="mark mark-{mark.kind}">{escape(mark.words)}</span>'
