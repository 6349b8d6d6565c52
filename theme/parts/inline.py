"""The inline pattern ``[[...]]``: a program's figure or marks, a fact of it, a number."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from shelf import Sample, version_words
from shelf.words import nearest
from theme.book.links import Links
from theme.elements import element, link
from theme.faults import PageError
from theme.marks import TESTED, marks
from theme.parts import numbers
from theme.parts.runs import chip

STEM = r"[\w-]+/[\w-]+"
NAME = re.compile(rf"(?P<stem>{STEM})(?:\.(?P<key>[\w -]+))?")

#: The key that names the Pythons that a program asks for.
PYTHON = "python"
#: The key that draws the marks of where a program runs.
MARKS = "marks"


def draw(content: str, links: Links) -> Element:
    """What stands for ``[[content]]``; raises `PageError` where it is not understood.

    In a table the bar is written as ``\\|``, since a bare one parts two cells.
    """
    if numbers.is_number(content):
        return numbers.draw(content, links)
    name, bar, words = content.replace("\\|", "|").partition("|")
    match = NAME.fullmatch(name.strip())
    if match is None:
        raise PageError(
            f"[[{content}]] names no program; write [[threads/lost_update]], and in a table"
            " [[threads/lost_update\\|words]]; square brackets of another kind go in backticks"
        )
    sample = links.book.sample(match["stem"])
    if match["key"] is None:
        text = words.strip() or element("code", None, AtomicString(sample.name))
        return link(links.figure(sample.stem), text, **{"class": "program"})
    key = match["key"].strip()
    if bar and key == MARKS:
        raise PageError(f"[[{content}]] gives marks words of their own; leave out {bar}{words}")
    if key == MARKS:
        return link(links.figure(sample.stem), *_where(sample, links), **{"class": "marks"})
    fact = _fact(sample, key)
    if bar and numbers.BOUNDS.fullmatch(words.strip()):
        raise PageError(f"[[{content}]] bounds a number, and {sample.stem} has no measurement")
    if bar:
        raise PageError(f"[[{content}]] gives a fact words of its own; leave out {bar}{words}")
    return link(links.figure(sample.stem), AtomicString(fact), **{"class": "fact"})


def _where(sample: Sample, links: Links) -> list[Element | str]:
    """The marks of where a program runs; that it passed there goes without saying."""
    chips: list[Element | str] = []
    for mark in marks(sample, links.book.record):
        chips += [chip(mark), " "] if not mark.words.startswith(TESTED) else []
    return chips[:-1]


def _fact(sample: Sample, key: str) -> str:
    """The words of the fact `key`."""
    facts = {variant.name: variant.where.words for variant in sample.header.variants}
    if sample.header.requires.python:
        facts[PYTHON] = version_words(sample.header.requires.python)
    if key not in facts:
        raise PageError(
            f"{sample.stem} has no fact {key!r}{nearest(key, list(facts))}"
            if facts
            else f"{sample.stem} has no fact {key!r}; its header states none"
        )
    return facts[key]
