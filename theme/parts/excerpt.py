"""What stands of a long text at first, the rest of it one tap away and found by find-in-page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from theme.elements import element
from theme.parts.change import OPENS, depth, docstring

#: Fewer lines are not worth a tap.
LEAST = 8
#: Of a transcript, the lines that stand: its command and what comes first, and how it ends.
FIRST, LAST = 2, 4
LONG = 12
#: What browsers find in, and no one sees before.
REST = '<span hidden="until-found">'


def of_program(program: str, lit: Sequence[int]) -> set[int] | None:
    """The lines, from 0, of a program that stand: its docstring, those `lit`, what they stand in.

    None where so little would be left out that all of it may stand.
    """
    lines = program.splitlines()
    standing = set(range(docstring(program)))
    for number in lit:
        standing |= {number - 1, *_around(lines, number - 1)}
    return _worth(standing, lines)


def of_transcript(text: str) -> set[int] | None:
    """The lines, from 0, of a transcript that stand; None where all of them do."""
    lines = text.splitlines()
    if len(lines) <= LONG:
        return None
    return _worth({*range(FIRST), *range(len(lines) - LAST, len(lines))}, lines)


def _worth(standing: set[int], lines: Sequence[str]) -> set[int] | None:
    for start, stop in list(runs(standing, len(lines))):
        # a gap of a line or two is no shorter than what marks it
        if start not in standing and stop - start < 3:
            standing |= set(range(start, stop))
    return standing if len(lines) - len(standing) >= LEAST else None


def _around(lines: Sequence[str], at: int) -> Iterator[int]:
    """The lines that open what a line stands in."""
    here = depth(lines[at])
    for number in range(at - 1, -1, -1):
        if OPENS.match(lines[number]) and depth(lines[number]) < here:
            yield number
            here = depth(lines[number])


def runs(standing: set[int], count: int) -> Iterator[tuple[int, int]]:
    """Lines that follow each other and all stand, or all do not."""
    at = 0
    while at < count:
        end = at
        while end < count and (end in standing) == (at in standing):
            end += 1
        yield at, end
        at = end


def html(lines: Sequence[str], standing: set[int], lit: Sequence[int] = ()) -> str:
    """Lines of HTML, each without its end, of which some stand at first, and some are lit."""
    parts = []
    for start, stop in runs(standing, len(lines)):
        text = "".join(
            f'<span class="hll">{line}\n</span>' if number in lit else f"{line}\n"
            for number, line in enumerate(lines[start:stop], start + 1)
        ).replace('\n</span><span class="hll">', "\n")  # lines that follow are lit as one
        parts.append(text if start in standing else f"{REST}{text}</span>")
    return "".join(parts)


def tap(count: int) -> Element:
    """What shows the rest of so many lines, without a script too."""
    box = element("input", {"type": "checkbox"})
    return element("label", {"class": "sample-all"}, box, f" All {count} lines")
