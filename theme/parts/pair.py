"""Draws a broken program and the right one as one figure: the second as what changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from shelf import Sample
from shelf.words import counted
from theme.elements import element, prose
from theme.faults import PageError
from theme.parts import sample
from theme.parts.change import GAP, GONE, NEW, SAME, Piece, after_docstring, change
from theme.parts.part import MORE, Asked, Part

#: How lines of each kind are marked, and what is heard before them; the signs are for the eye.
HEARD = {GONE: ("del", "goes: "), NEW: ("ins", "comes: ")}
SIGNS = "−\u00a0goes, +\u00a0comes."  # noqa: RUF001 - a minus sign
#: As wide a transcript has room beside another.
HALF = 36


def both(asked: Asked) -> tuple[Sample, Sample]:
    """The broken program and the right one; raises `PageError` where they are no pair."""
    stems = [line.strip() for line in asked.fence.body if line.strip()]
    wrong = asked.sample
    if not wrong.broken or stems != [wrong.stem, wrong.neighbour]:
        right = wrong if not wrong.broken else asked.links.book.sample(wrong.neighbour)
        raise PageError(
            f"a pair fence names a broken program and below it the right one, and nothing else:"
            f" {right.neighbour}, then {right.stem}"
        )
    return wrong, asked.links.book.sample(wrong.neighbour)


def draw(asked: Asked) -> Element:
    """Both as one figure; where they differ in more than a third, both whole."""
    wrong, right = both(asked)
    for program in (wrong, right):
        sample.once(asked, program.stem)
    pieces = change(wrong.shown, right.shown)
    halves = (
        _whole(asked, wrong, right) if pieces is None else _changed(asked, wrong, right, pieces)
    )
    return element("figure", {"class": "pair"}, *halves)


def _whole(asked: Asked, wrong: Sample, right: Sample) -> Iterator[Element]:
    for program, option in ((wrong, "lines"), (right, "right")):
        lit = sample.lit_of(asked, program, option)
        whole = sample.leads(asked)
        yield sample.draw(program, asked.links, asked.stash, lit, asked.drafts, whole=whole)


def _changed(
    asked: Asked, wrong: Sample, right: Sample, pieces: Sequence[Piece]
) -> Iterator[Element]:
    """The broken program, what changes in it, and what the two print."""
    if "right" in asked.options:
        raise PageError(
            f'right="{asked.options["right"]}" lights lines of a program that stands whole; of'
            f" {right.stem} the page shows what changes, which is lit by itself"
        )
    links, stash = asked.links, asked.stash
    lit = sample.lit_of(asked, wrong)
    code, lines = sample.program(wrong, lit, sample.leads(asked))
    inside = element("div", {"class": "sample-program"}, stash(code))
    yield sample.framed(wrong, links, lit, inside, paired=True, lines=lines)
    code = f'<pre><code data-sample="{right.stem}">{_html(wrong, right, pieces)}</code></pre>'
    box = element("input", {"type": "checkbox"})
    whole = element("label", None, box, " The whole program")
    says = element("p", {"class": "sample-says"}, *prose(right.sentence), f" {SIGNS} ", whole)
    inside = element("div", {"class": "sample-program"}, says, stash(code))
    yield sample.framed(right, links, (), inside)
    prints = [
        sample.outputs(one, links, stash, asked.drafts, one.path.name) for one in (wrong, right)
    ]
    beside = " beside" if _narrow(wrong) and _narrow(right) else ""
    yield element("div", {"class": f"prints{beside}"}, *prints)


def _narrow(program: Sample) -> bool:
    """Whether what a program prints has room beside what another one does."""
    texts = [str(text) for text in program.transcripts().values()]
    return len(texts) == 1 and max(map(len, texts[0].split("\n"))) <= HALF


def _html(wrong: Sample, right: Sample, pieces: Sequence[Piece]) -> str:
    """The right program as HTML, with the lines that it has not, and its others out of the way.

    Less what is in ``del`` and ``small``, and what is only heard, its text is the program's.
    """
    old, new = sample.lines_of(wrong), sample.lines_of(right)
    rest, parts = new[: after_docstring(right.shown)], []
    for piece in pieces:
        lines = (old if piece.kind == GONE else new)[piece.start : piece.stop]
        if piece.kind == GAP:
            parts.append(f"<small>⋯ {counted(len(lines), 'line')} the same\n</small>")
            rest += lines
            continue
        if rest:
            parts.append(f'<span class="rest">{_joined(rest)}</span>')
            rest = []
        if piece.kind == SAME:
            parts.append(_joined(lines))
        else:
            tag, heard = HEARD[piece.kind]
            inside = f"</{tag}><{tag}>".join(f"{line}\n" for line in lines)
            parts.append(f'<{tag}><span class="spoken">{heard}</span>{inside}</{tag}>')
    return "".join(parts) + (f'<span class="rest">{_joined(rest)}</span>' if rest else "")


def _joined(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def tell(asked: Asked) -> Iterator[str]:
    """Both programs whole, and everything that they print."""
    wrong, right = both(asked)
    yield from sample.told(wrong)
    yield from ["", *sample.told(right)]


PART = Part(draw, tell, MORE, ("lines", "right"))
