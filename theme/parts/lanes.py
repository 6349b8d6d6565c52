"""Draws the lanes of a trace as SVG, and tells the same in rows.

Lengths are shares of the width, so a drawing fits a phone without a script
and its text keeps its size.  Every mark has a shape of its own: what runs is
a solid bar, what waits a thin and hatched one, what is being started a dashed
outline, what is blocked a bold one, what was cancelled crossed, and a lock that
is held is a line below.  Names stand below the bars, on nothing; one that has
no room stands in the table.  Colours come from the theme's style sheet.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import pairwise

from shelf.trace import IDLE, Lane, Span, Trace

#: The kinds of marks, in the order of the key, with their words.
WORDS = {
    "runs": "runs",
    "waits": "waits",
    "starts": "is being started",
    "blocked": "blocked on a lock",
    "holds": "holds a lock",
    "cancelled": "cancelled, never ran",
    "cut off": "cut off",
    "long": "drawn more than twice as long as the rest",
    "folded": "start-up, folded",
}
#: How a kind is drawn: by its class in the style sheet.
CLASSES = {
    "runs": "r",
    "waits": "w",
    "starts": "s",
    "blocked": "b",
    "holds": "h",
    "cancelled": "c",
}
#: How many times as wide as the narrowest stretch the widest is drawn at most.
SPREAD = 16
#: The share of the width, in percent, below which nothing is drawn by itself.
LEAST = 0.12
#: The share of the width, in percent, that a letter takes in a column of text, and on a phone.
LETTER, SMALL = 1.1, 2.2
#: So many times as long as the rest is told to be longer than it was.
TWICE = 2
#: The share of the width that a program's start takes at most, before anything else happens.
START = 0.03
NAME, BAR, LABEL, AXIS = 15, 14, 13, 12
#: Where a bar stands in its lane, and how high it is.
SHAPES = {"waits": (4, 6), "starts": (2, 10), "holds": (BAR + 2, 3)}


@dataclass(frozen=True)
class Scale:
    """From moments to shares of the width in percent: straight lines between some moments."""

    moments: tuple[int, ...]
    places: tuple[float, ...]
    words: str
    #: What is drawn longer than the rest, and where the folded start-up ends.
    long: tuple[tuple[int, int], ...] = ()
    folded: int | None = None

    def at(self, moment: int) -> float:
        """Where a moment is drawn."""
        n = min(max(bisect_right(self.moments, moment) - 1, 0), len(self.moments) - 2)
        (a, b), (x, y) = self.moments[n : n + 2], self.places[n : n + 2]
        return x + (y - x) * (moment - a) / (b - a)


def to_scale(traces: list[Trace]) -> Scale:
    """One scale for several traces, on which lengths can be compared."""
    begin = min(span.begin for trace in traces for lane in trace.lanes for span in _all(lane))
    end = max(trace.end for trace in traces)
    return Scale((begin, max(end, begin + 1)), (0.0, 100.0), "to scale")


def stretched(trace: Trace) -> Scale:
    """A scale on which the short stretches of a trace can be seen beside the long ones."""
    moments = sorted({at for lane in trace.lanes for s in _all(lane) for at in (s.begin, s.end)})
    if len(moments) < 2:
        moments = [0, 1]
    took = [after - before for before, after in pairwise(moments)]
    ratio = max(took) / min(took)
    power = min(1.0, math.log(SPREAD) / math.log(ratio)) if ratio > 1 else 1.0
    widths = [length**power for length in took]
    folded = None
    if len(widths) > 2 and widths[0] > START * sum(widths):
        widths[0], folded = sum(widths[1:]) * START, moments[1]
    drawn = [width / length for width, length in zip(widths, took, strict=True)]
    least = min(drawn[1:] if folded is not None else drawn)
    long: list[tuple[int, int]] = []
    for one, begin, end in zip(drawn, moments, moments[1:], strict=False):
        if one <= TWICE * least:
            continue
        if long and long[-1][1] == begin:
            begin = long.pop()[0]
        long.append((begin, end))
    places, at = [0.0], 0.0
    for width in widths:
        at += width
        places.append(at)
    words = "to scale" if power == 1.0 else "with short stretches drawn longer than they were"
    shares = tuple(100 * place / at for place in places)
    return Scale(tuple(moments), shares, words, tuple(long), folded)


def _all(lane: Lane) -> list[Span]:
    return [lane.whole, *lane.spans]


@dataclass(frozen=True)
class Piece:
    """What is drawn as one mark, and how it is told."""

    kind: str
    begin: int
    end: int
    words: str


@dataclass(frozen=True)
class Drawing:
    """The lanes of one trace; `name` is that of the figure, whose patterns it uses."""

    trace: Trace
    scale: Scale
    name: str

    @cached_property
    def pieces(self) -> list[tuple[Lane, list[Piece]]]:
        """What is drawn of each lane."""
        return [(lane, list(self._pieces(lane))) for lane in self.trace.lanes]

    @cached_property
    def kinds(self) -> set[str]:
        """What happens on the lanes of this trace, for its legend."""
        found = {piece.kind for _, pieces in self.pieces for piece in pieces}
        cut = any(s.ending == "cut off" for lane in self.trace.lanes for s in _all(lane))
        found |= {"cut off"} if cut else set()
        found |= {"long"} if self.scale.long else set()
        return found | ({"folded"} if self.scale.folded is not None else set())

    @property
    def spoken(self) -> str:
        """The lanes from top to bottom, for those who hear the page."""
        names = ", ".join(self._title(lane) for lane in self.trace.lanes)
        return f"Lanes from top to bottom: {names}. The table below tells the same."

    def _title(self, lane: Lane) -> str:
        others = {one.process for one in self.trace.lanes}
        away = len(others) > 1 and lane.process not in (lane.name, "main")
        return f"{lane.process}, {lane.name}" if away else lane.name

    def _wide(self, begin: int, end: int) -> bool:
        return self.scale.at(end) - self.scale.at(begin) >= LEAST

    def _pieces(self, lane: Lane) -> Iterator[Piece]:
        if lane.whole.ending == "cancelled" and not lane.spans:
            yield Piece("cancelled", lane.whole.begin, lane.whole.end, "cancelled")
            return
        for start in lane.of("starts"):
            yield Piece("starts", start.begin, start.end, "is being started")
        units = [(u.begin, u.end, u.name) for u in lane.of("unit")]
        for begin, end, name in self._joined(units or [(lane.whole.begin, lane.whole.end, "")]):
            yield from self._within(lane, begin, end, name)
        for held in lane.of("holds"):
            yield Piece("holds", held.begin, held.end, f"holds {held.name}")

    def _joined(self, units: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Units side by side; those too short to be seen are drawn as one."""
        found: list[tuple[int, int, str]] = []
        for begin, end, name in units:
            if found and not self._wide(found[-1][0], end):
                first, _, names = found[-1]
                found[-1] = first, end, f"{names}, {name}"
            else:
                found.append((begin, end, name))
        return found

    def _within(self, lane: Lane, begin: int, end: int, name: str) -> Iterator[Piece]:
        """What a unit runs and waits."""
        at, runs = begin, f"runs {name}".strip()
        for kind, start, stop, words in self._idle(lane, begin, end):
            if start > at:
                yield Piece("runs", at, start, runs)
            yield Piece(kind, start, stop, words)
            at = stop
        if at < end:
            yield Piece("runs", at, end, runs)

    def _idle(self, lane: Lane, begin: int, end: int) -> list[tuple[str, int, int, str]]:
        """The waits of a unit that are wide enough to be seen, joined where nothing is between."""
        found: list[tuple[str, int, int, str]] = []
        for one in lane.of(*IDLE):
            start, stop = max(one.begin, begin), min(one.end, end)
            if one.kind == "starts" or start >= stop:
                continue
            verb = "is blocked on" if one.kind == "blocked" else "waits for"
            words = f"{verb} {', '.join(filter(None, (one.name, one.whom)))}"
            words = words if one.name else "waits"
            last = found[-1] if found else None
            if last and last[0] == one.kind and not self._wide(last[2], start):
                found[-1] = (last[0], last[1], stop, last[3])
            else:
                found.append((one.kind, start, stop, words))
        return [one for one in found if self._wide(one[1], one[2])]

    def rows(self) -> Iterator[tuple[str, str, str, str]]:
        """The same as rows of a table: lane, what it does, from when, to when."""
        for lane, pieces in self.pieces:
            for piece in sorted(pieces, key=lambda piece: piece.begin):
                yield self._title(lane), piece.words, _ms(piece.begin), _ms(piece.end)
            if lane.whole.ending == "cut off":
                yield self._title(lane), "is cut off", _ms(lane.whole.end), ""

    def svg(self, fills: str = "") -> str:
        """The lanes as SVG, with the fills if it is the figure's first."""
        parts, y = [fills], 0
        for lane, pieces in self.pieces:
            parts.append(f'<text y="{y + 11}">{escape(self._title(lane))}</text>')
            y += NAME
            parts += [self._mark(piece, y) for piece in pieces]
            below = y + BAR + (5 if any(piece.kind == "holds" for piece in pieces) else 0)
            labels = list(self._labels(lane, below + 10))
            parts += labels
            if lane.whole.ending == "cut off":
                x = self.scale.at(lane.whole.end)
                parts.append(f'<text class="x" x="{x:.1f}%" y="{y + 12}">✕</text>')
            y = (below + LABEL if labels else y + BAR) + 9
        if {"long", "folded"} & self.kinds:
            parts += self._axis(y)
            y += AXIS
        return f'<svg class="tl" width="100%" height="{y}">{"".join(parts)}</svg>'

    def _labels(self, lane: Lane, y: int) -> Iterator[str]:
        """The names of units that have room for all of their letters; the table has every one."""
        units = self._joined([(unit.begin, unit.end, unit.name) for unit in lane.of("unit")])
        names = [f"{name.partition(', ')[0]} …" if ", " in name else name for *_, name in units]
        ways = [(self.scale.at(begin), self.scale.at(end)) for begin, end, _ in units]
        wide, small = (dict(_placed(ways, names, letter)) for letter in (LETTER, SMALL))
        for number, (kind, x) in wide.items():
            only = "" if small.get(number) == (kind, x) else " o"
            place = f'class="{kind}{only}" x="{x:.1f}%" y="{y}"'
            yield f"<text {place}>{escape(names[number])}</text>"

    def _axis(self, y: int) -> Iterator[str]:
        """Where lengths are drawn longer than they were, and where a start-up is folded."""
        for begin, end in self.scale.long:
            x, to = self.scale.at(begin), self.scale.at(end)
            yield f'<line class="z" x1="{x:.1f}%" x2="{to:.1f}%" y1="{y}" y2="{y}"/>'
        if self.scale.folded is not None:
            yield f'<text class="f" y="{y + 4}">//</text>'

    def _mark(self, piece: Piece, y: int) -> str:
        x = self.scale.at(piece.begin)
        width = max(self.scale.at(piece.end) - x, LEAST / 2)
        below, height = SHAPES.get(piece.kind, (0, BAR))
        look = _look(CLASSES[piece.kind], self.name)
        return f'<rect {look} x="{x:.1f}%" y="{y + below}" width="{width:.1f}%" height="{height}"/>'


def _placed(
    ways: Sequence[tuple[float, float]], names: Sequence[str], letter: float
) -> Iterator[tuple[int, tuple[str, float]]]:
    """The names that have room below their units: from where these begin, or to where they end."""
    free = 0.0
    for number, ((x, end), name) in enumerate(zip(ways, names, strict=True)):
        room = (len(name) + 1) * letter
        following = ways[number + 1][0] if number + 1 < len(ways) else 100.0
        if x >= free and x + room <= following:
            yield number, ("u", x)
            free = x + room
        elif following == 100.0 and end - room >= free:
            yield number, ("u e", end)


def _ms(moment: int) -> str:
    return f"{moment / 1e6:.3f}"


def mark(kind: str, name: str) -> str:
    """A mark as it stands in the key."""
    if kind == "cut off":
        inside = '<text class="x" x="14" y="12">✕</text>'
    elif kind == "folded":
        inside = '<text class="f" x="6" y="11">//</text>'
    elif kind == "long":
        inside = '<line class="z" x1="1" x2="21" y1="7" y2="7"/>'
    elif kind == "holds":
        inside = '<rect class="h" y="10" width="22" height="3"/>'
    else:
        y, height = SHAPES.get(kind, (1, 12))
        look = _look(CLASSES[kind], name)
        inside = f'<rect {look} x="1" y="{y}" width="20" height="{height}"/>'
    return f'<svg class="tl" aria-hidden="true" width="22" height="14">{inside}</svg>'


def _look(kind: str, name: str) -> str:
    return f'class="{kind}"' + (f' fill="url(#{name}-{kind})"' if kind in PATTERNS else "")


#: What fills a mark whose fill is not plain, by its class.
PATTERNS = {
    "w": '<path d="M-1 7 7-1M-4 4 4-4M2 10 10 2"/>',
    "c": '<path d="M0 0 6 6M6 0 0 6"/>',
}


def patterns(name: str) -> str:
    """The fills, under names that are this figure's own."""
    return "".join(
        f'<pattern id="{name}-{kind}" width="6" height="6" patternUnits="userSpaceOnUse">{lines}'
        "</pattern>"
        for kind, lines in PATTERNS.items()
    )
