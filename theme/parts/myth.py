"""Draws what a program did, in few lines, as the answer to a myth: on each version and build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from shelf import Expectation, Sample
from theme.book.links import Links
from theme.elements import element, link, span
from theme.faults import PageError
from theme.marks import ending
from theme.parts import runs
from theme.parts.part import Asked, Part

#: As many lines of its output as speak for a program; of a longer one the last are shown.
MOST = 6
#: A line of a traceback that tells no more than where.
FRAMES = re.compile(r"  |Traceback \(most recent call last\):$")
#: What stands between two pieces of an output.
GAP = "\n…\n"


def said(text: str) -> list[str]:
    """The last lines of what a program printed, in pieces: between two stood a traceback's frames.

    Each piece is the program's own words; what joins them is not.
    """
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    told = [n for n, line in enumerate(lines) if not FRAMES.match(line)][-MOST:]
    pieces: list[str] = []
    for before, number in zip([-1, *told], told, strict=False):
        if pieces and number == before + 1:
            pieces[-1] += f"\n{lines[number]}"
        else:
            pieces.append(lines[number])
    return list(filter(None, (piece.strip("\n") for piece in pieces)))


def draw(sample: Sample, links: Links) -> Element:
    """The program, the runs that it rests on, and what it printed in each case.

    What a program measured stands in the sentence above it, as a number.
    """
    transcripts = sample.transcripts()
    if not transcripts and not sample.timing:
        raise PageError(f"{sample.stem} is not recorded, so it answers nothing")
    name = link(links.figure(sample.stem), element("code", None, sample.name))
    parts = [element("div", {"class": "myth-program"}, name, " ", runs.draw(sample, links))]
    for case, transcript in transcripts.items():
        where = [span("message-where", case.label)]
        parts.append(
            element(
                "p",
                {"class": "message-text"},
                *(where if len(transcripts) > 1 else []),
                *_outcome(sample, said(transcript.text), case.expectation),
            )
        )
    return element("div", {"class": "myth"}, *parts)


def _outcome(sample: Sample, pieces: list[str], end: Expectation) -> list[Element | str]:
    words = ending(end)
    shown: list[Element | str] = []
    for piece in pieces:
        shown += [GAP] if shown else []
        shown.append(element("samp", {"data-message": sample.stem}, piece))
    if words:
        shown += ["\n" if shown else "", element("em", None, words)]
    return shown or [element("em", None, "prints nothing, and ends as if all were well")]


def tell(asked: Asked) -> Iterator[str]:
    """What the program printed in each case."""
    sample, links = asked.sample, asked.links
    yield f"[`{sample.name}`]({links.figure(sample.stem)}) shows it:"
    for case, transcript in sample.transcripts().items():
        label = f"Printed, {case.label}:" if sample.header.variants else "Printed:"
        words = GAP.join(said(transcript.text))
        yield from ["", label, "", "```text", *words.split("\n"), "```"]


PART = Part(lambda asked: draw(asked.sample, asked.links), tell)
