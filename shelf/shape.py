"""The shape of a trace: what is claimed of it, and whether that is so.

A claim is one line, a word and the names that it is about::

    overlap: fetch news, fetch weather          at some moment all of them are under way
    never overlap: bake bread, bake biscuits    no two of them are ever under way at once
    run at once: count 1, count 2               at some moment all of them run, none waits
    wait at once: fetch news, fetch weather     at some moment all of them wait
    take turns: count 1, count 2                all are under way at once, and never two of them run
    in order: bake white, bake rye              each has ended when the next begins
    ends before: bake rye, bake white           the first ends before the second does
    waits for: main, fetch news                 the first waits, or is blocked, for the second
    never begins: stamp 5                       nobody has come to it
    cancelled: bake plum                        it was given up
    unfinished: bake rye                        it has no end of its own: given up, killed, or still
                                                there when the program was stopped

A name is that of a lane or of a unit of work on one.  ``deposit 1 in lock`` is
the time in which it holds that lock, ``worker 1 in import`` a unit of that
lane.  Where several have one name, all of them are meant.  Nothing here is
about how long anything takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, pairwise

from shelf.trace import IDLE, Lane, Span, Trace
from shelf.words import listed, nearest
from shelf.wrong import Wrong


class ShapeError(Wrong):
    """A claim that is not understood; the message names what would be."""


@dataclass(frozen=True)
class Claim:
    """A word and the names that it is about."""

    word: str
    names: tuple[str, ...]

    @property
    def line(self) -> str:
        """The claim as it is written."""
        return f"{self.word}: {', '.join(self.names)}"

    @property
    def sentence(self) -> str:
        """The claim as a page states it."""
        return SENTENCES[self.word](self.names)


@dataclass(frozen=True)
class Actor:
    """What a name stands for: a span of a lane, and when it waits in it."""

    lane: Lane
    span: Span

    @property
    def idle(self) -> list[Span]:
        """Where it waits for anything."""
        spans = (span for span in self.lane.of(*IDLE))
        return [s for s in spans if s.begin < self.span.end and s.end > self.span.begin]

    @property
    def running(self) -> list[tuple[int, int]]:
        """From when to when it runs."""
        found, at = [], self.span.begin
        for span in sorted(self.idle, key=lambda span: span.begin):
            if span.begin > at:
                found.append((at, span.begin))
            at = max(at, span.end)
        return [*found, (at, self.span.end)] if at < self.span.end else found

    @property
    def whole(self) -> list[tuple[int, int]]:
        """From when to when it is under way."""
        return [(self.span.begin, self.span.end)]


def parse(line: str) -> Claim:
    """The claim in `line`; raises `ShapeError` where there is none."""
    word, colon, rest = line.strip().partition(":")
    names = tuple(name.strip() for name in rest.split(","))
    if not colon or word not in SENTENCES:
        raise ShapeError(f"{line.strip()!r} claims nothing{nearest(word, list(SENTENCES))}")
    least, most = (2, 2) if word in PAIRS else (1 if word in ALONE else 2, len(names))
    if not all(names) or not least <= len(names) <= most:
        count = "two names" if word in PAIRS else "names, parted by commas"
        raise ShapeError(f"{line.strip()!r}: after {word!r} come {count}")
    return Claim(word, names)


def actors(trace: Trace) -> dict[str, list[Actor]]:
    """All that a claim can name."""
    found: dict[str, list[Actor]] = {}
    for lane in trace.lanes:
        for span in (lane.whole, *lane.of("unit")):
            found.setdefault(span.name, []).append(Actor(lane, span))
            for inner in lane.of("holds", "unit"):
                if inner is not span and span.begin <= inner.begin <= span.end:
                    name = f"{span.name} in {inner.name}"
                    found.setdefault(name, []).append(Actor(lane, inner))
    return found


def wrong(claim: Claim, trace: Trace) -> str:
    """ "" if the claim holds of `trace`, else what was seen instead."""
    known = actors(trace)
    if claim.word == "never begins":
        return _never_begins(claim.names, known)
    for name in claim.names:
        if name not in known:
            near = nearest(name, list(known)) or f"; there are {', '.join(known)}"
            return f"there is no {name!r} in the trace{near}"
    groups = [known[name] for name in claim.names]
    return CHECKS[claim.word](claim.names, groups)


Names = tuple[str, ...]
Groups = list[list[Actor]]
Pieces = Callable[[Actor], list[tuple[int, int]]]


def _whole(actor: Actor) -> list[tuple[int, int]]:
    return actor.whole


def _running(actor: Actor) -> list[tuple[int, int]]:
    return actor.running


def _waiting(actor: Actor) -> list[tuple[int, int]]:
    return [(span.begin, span.end) for span in actor.idle]


def _common(groups: Groups, pieces: Pieces) -> bool:
    """Whether at some moment one of each group has a piece."""
    common = [piece for actor in groups[0] for piece in pieces(actor)]
    for group in groups[1:]:
        others = [piece for actor in group for piece in pieces(actor)]
        common = [
            (max(a, c), min(b, d)) for a, b in common for c, d in others if max(a, c) < min(b, d)
        ]
    return bool(common)


def _two(groups: Groups, pieces: Pieces) -> str:
    """Two that have a piece at one moment, "" if there are none."""
    everyone = [actor for group in groups for actor in group]
    for one, other in combinations(everyone, 2):
        if _common([[one], [other]], pieces):
            return f"{one.span.name} and {other.span.name}"
    return ""


def _overlap(names: Names, groups: Groups) -> str:
    return "" if _common(groups, _whole) else "at no moment are all of them under way"


def _never_overlap(names: Names, groups: Groups) -> str:
    two = _two(groups, _whole)
    return two and f"{two} are under way at once"


def _run_at_once(names: Names, groups: Groups) -> str:
    return "" if _common(groups, _running) else "at no moment do all of them run"


def _wait_at_once(names: Names, groups: Groups) -> str:
    return "" if _common(groups, _waiting) else "at no moment do all of them wait"


def _ends_before(names: Names, groups: Groups) -> str:
    first, second = ([actor.span.end for actor in group] for group in groups)
    return "" if max(first) < min(second) else f"{names[1]} ends before {names[0]}"


def _never_begins(names: Names, known: dict[str, list[Actor]]) -> str:
    """Its like has to be there, so that a slip of the pen is not taken for an absence."""
    for name in names:
        if name in known:
            return f"{name} began"
        lane, inside, _ = name.partition(" in ")
        kind = name.split(" ")[0]
        if not (lane in known if inside else any(n.split(" ")[0] == kind for n in known)):
            return f"there is nothing like {name!r} in the trace{nearest(name, list(known))}"
    return ""


def _take_turns(names: Names, groups: Groups) -> str:
    two = _two(groups, _running)
    return _overlap(names, groups) or (two and f"{two} run at once")


def _in_order(names: Names, groups: Groups) -> str:
    for (one, first), (other, second) in pairwise(zip(names, groups, strict=True)):
        if max(a.span.end for a in first) > min(b.span.begin for b in second):
            return f"{other} begins before {one} has ended"
    return ""


def _waits_for(names: Names, groups: Groups) -> str:
    seen = {span.whom or span.name for actor in groups[0] for span in actor.idle}
    if names[1] in seen:
        return ""
    return f"{names[0]} waits for {', '.join(sorted(seen)) or 'nobody'}"


def _ended(*endings: str) -> Callable[[Names, Groups], str]:
    def check(names: Names, groups: Groups) -> str:
        others = [a for group in groups for a in group if a.span.ending not in endings]
        return (
            f"{others[0].span.name} {others[0].span.ending or 'came to its end'}" if others else ""
        )

    return check


CHECKS: dict[str, Callable[[Names, Groups], str]] = {
    "overlap": _overlap,
    "never overlap": _never_overlap,
    "run at once": _run_at_once,
    "wait at once": _wait_at_once,
    "take turns": _take_turns,
    "in order": _in_order,
    "ends before": _ends_before,
    "waits for": _waits_for,
    "cancelled": _ended("cancelled"),
    "unfinished": _ended("cancelled", "cut off"),
}
#: The words that say something of one name, and those that take two and no more.
ALONE = ("cancelled", "unfinished", "never begins", "never overlap")
PAIRS = ("ends before", "waits for")


SENTENCES: dict[str, Callable[[Names], str]] = {
    "overlap": lambda names: f"{listed(names)} are under way at once",
    "never overlap": lambda names: (
        f"no two of {listed(names)} are ever under way at once"
        if len(names) != 2
        else f"{listed(names)} are never under way at once"
    ),
    "run at once": lambda names: f"{listed(names)} run at the same time",
    "wait at once": lambda names: f"{listed(names)} wait at the same time",
    "take turns": lambda names: f"{listed(names)} are under way at once, and run in turns",
    "in order": lambda names: f"{', then '.join(names)}, one after the other",
    "ends before": lambda names: f"{names[0]} ends before {names[1]} does",
    "never begins": lambda names: (
        f"{listed(names)} never {'begins' if len(names) == 1 else 'begin'}"
    ),
    "waits for": lambda names: f"{names[0]} waits for {names[1]}",
    "cancelled": lambda names: f"{listed(names)} {_be(names)} cancelled",
    "unfinished": lambda names: f"{listed(names)} {_do(names)} not come to an end",
}


def _be(names: Names) -> str:
    return "is" if len(names) == 1 else "are"


def _do(names: Names) -> str:
    return "does" if len(names) == 1 else "do"
