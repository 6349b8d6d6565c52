"""One file for each fence, and the inline names: from a program to an element, and to Markdown.

A new fence is a file with its `PART`, and a line here.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from shelf.words import nearest
from theme.faults import PageError
from theme.parts import (
    chart,
    departures,
    matrix,
    measured,
    message,
    myth,
    pair,
    sample,
    stepper,
    tested,
    timeline,
    tree,
)
from theme.parts.part import MORE, NOTHING, PROGRAM, Asked, Part

#: The fences that are ours, by their language.
PARTS: dict[str, Part] = {
    "sample": sample.PART,
    "pair": pair.PART,
    "message": message.PART,
    "messages": message.ALL,
    "myth": myth.PART,
    "timeline": timeline.PART,
    "orders": stepper.PART,
    "chart": chart.PART,
    "measured": measured.PART,
    "tree": tree.PART,
    "matrix": matrix.PART,
    "tested": tested.PART,
    "departures": departures.PART,
}


def draw(asked: Asked) -> Element:
    """The part that a fence asks for; raises `PageError` and the shelf's errors."""
    language = asked.fence.language
    part = PARTS[language]
    for option in asked.options:
        if option not in part.options:
            near = nearest(option, part.options) or "; it has none"
            raise PageError(f"a {language} fence has no option {option!r}{near}")
    body = [line for line in asked.fence.body if line.strip()]
    if part.body == NOTHING and body:
        raise PageError(f"a {language} fence holds nothing: it shows them all")
    if part.body in (PROGRAM, MORE) and not body:
        raise PageError(f"a {language} fence that names no program")
    if part.body == PROGRAM:
        asked.sample  # noqa: B018 - a stem that is unknown is told before what stands below it
        if len(body) > 1:
            raise PageError(f"a {language} fence names one program and holds nothing else")
    return part.draw(asked)


def tell(asked: Asked) -> list[str]:
    """What stands for a fence of ours in plain Markdown."""
    return list(PARTS[asked.fence.language].tell(asked))
