"""Draws what engines answered to the claims about an Executor: who departs from which.

Claims go down, those first from which most engines depart, and engines across;
each claim from which somebody departs unfolds to its code and to what was
printed.  Only answers to the claims as they are now count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from xml.etree.ElementTree import Element

from shelf.contract import (
    DEPARTS,
    ENGINES,
    HOLDS,
    NAME,
    NOT_ASKED,
    Answer,
    Asked,
    Clause,
    Engine,
    clauses,
    current,
    read,
)
from shelf.words import listed, pythons
from theme.book.links import Links
from theme.elements import Stash, element, link, prose, span
from theme.faults import PageError
from theme.parts.code import coloured
from theme.parts.part import NOTHING, Part
from theme.parts.part import Asked as AskedFor

#: What stands in a cell, and how it is spoken.
SHAPES = {HOLDS: "✓", DEPARTS: "✗", NOT_ASKED: "–", "": "○"}
SPOKEN = {HOLDS: "holds", DEPARTS: "departs", NOT_ASKED: "is not asked", "": "no answer"}


@dataclass(frozen=True)
class Column:
    """Engines that stand in one column, and what each answered on each Python."""

    title: str
    engines: tuple[Engine, ...]
    runs: tuple[Asked, ...]
    supported: tuple[str, ...]

    def came(self, name: str) -> str:
        """What came of a claim: a departure, if there is one at all."""
        seen = {run.answers[name].came for run in self.runs if name in run.answers}
        return next((kind for kind in (DEPARTS, HOLDS, NOT_ASKED) if kind in seen), "")

    def words(self, name: str) -> Iterator[tuple[str, str]]:
        """Where it departs from a claim, and in which words, alike ones together."""
        told = [
            (run.answers[name].said, run)
            for run in self.runs
            if run.answers.get(name, Answer("")).came == DEPARTS
        ]
        for said in dict.fromkeys(said for said, _ in told):
            yield "; ".join(self._places([run for one, run in told if one == said])), said

    def _places(self, runs: list[Asked]) -> Iterator[str]:
        """Runs in words, engines of the same Pythons together."""
        where: dict[str, list[str]] = {}
        for engine in self.engines:
            if tags := [run.python for run in runs if run.engine == engine.name]:
                where.setdefault(pythons(tags, self.supported), []).append(engine.title)
        for words, titles in where.items():
            kinds = [title.partition(", ")[2] for title in titles]
            whole = len(titles) == len({run.engine for run in self.runs})
            named = f" ({listed(list(filter(None, kinds)))})" if any(kinds) and not whole else ""
            yield f"{self.title}{named} on {words}"

    @property
    def asked(self) -> str:
        """The releases that were asked, and on which Pythons."""
        releases = {name: held for run in self.runs for name, held in run.packages.items()}
        named = ", ".join(f"{name} {held}" for name, held in releases.items())
        words = pythons({run.python for run in self.runs}, self.supported)
        return f"{self.title}{f' ({named})' if named else ''} on {words}"


def columns(links: Links) -> list[Column]:
    """Every engine that answered, those of one kind together."""
    runs = current(read(links.book.root / NAME))
    found = []
    for title, some in groupby(ENGINES, key=lambda one: one.title.partition(",")[0]):
        engines = tuple(some)
        names = [engine.name for engine in engines]
        theirs = tuple(run for run in runs if run.engine in names)
        if theirs:
            found.append(Column(title, engines, theirs, links.book.record.supported))
    if not found:
        raise PageError("no engine has answered to the claims as they are now; make contract")
    return found


def apart(found: list[Column]) -> tuple[list[Clause], list[Clause]]:
    """The claims from which somebody departs, most first, and those that hold wherever asked."""
    departing = {name: sum(column.came(name) == DEPARTS for column in found) for name in clauses()}
    known = list(clauses().values())
    most = sorted(known, key=lambda clause: -departing[clause.name])
    return (
        [clause for clause in most if departing[clause.name]],
        [clause for clause in known if not departing[clause.name]],
    )


def draw(links: Links, stash: Stash) -> Element:
    """The table, what unfolds of it, and what holds everywhere."""
    found = columns(links)
    unlike, alike = apart(found)
    head = [element("th", {"scope": "col"}, column.title) for column in found]
    rows = [element("tr", None, element("th", {"scope": "col"}, "Claim"), *head)]
    rows += [_row(clause, found) for clause in unlike]
    about = {"role": "region", "aria-label": "Who departs from which claim", "tabindex": "0"}
    return element(
        "div",
        {"class": "departures"},
        element(
            "div",
            {"class": "matrix-scroll", **about},
            element("table", {"class": "matrix-table"}, element("tbody", None, *rows)),
        ),
        *(_unfolded(clause, found, stash) for clause in unlike),
        element("p", None, f"Asked were {'; '.join(column.asked for column in found)}."),
        element("p", None, "Holds wherever it was asked:"),
        element("ul", None, *(element("li", None, *prose(one.sentence)) for one in alike)),
    )


def anchor_of(clause: Clause) -> str:
    """The anchor of what a claim unfolds to."""
    return f"claim-{clause.name.replace('_', '-')}"


def _row(clause: Clause, found: list[Column]) -> Element:
    title = link(f"#{anchor_of(clause)}", *prose(clause.sentence.rstrip(".")))
    cells = [element("th", {"scope": "row"}, title)]
    for column in found:
        came = column.came(clause.name)
        kind = {HOLDS: "passed", DEPARTS: "failed"}.get(came, "unmeant")
        cells.append(
            element("td", {"class": kind}, SHAPES[came], span("spoken", f" {SPOKEN[came]}"))
        )
    return element("tr", None, *cells)


def _unfolded(clause: Clause, found: list[Column], stash: Stash) -> Element:
    who = [column for column in found if column.came(clause.name) == DEPARTS]
    said = [words for column in who for words in column.words(clause.name)]
    titles = listed([column.title for column in who])
    return element(
        "details",
        {"id": anchor_of(clause)},
        element("summary", None, *prose(clause.sentence), f" Departs: {titles}"),
        element("pre", None, stash(f"<code>{coloured(clause.code)}</code>")),
        element("ul", None, *(_said(places, words, stash) for places, words in said)),
    )


def _said(places: str, words: str, stash: Stash) -> Element:
    return element("li", None, f"{places}: ", stash(f"<code>{escape(words, quote=False)}</code>"))


def tell(asked: AskedFor) -> Iterator[str]:
    """A line for each claim from which somebody departs, and what came instead."""
    found = columns(asked.links)
    for clause in apart(found)[0]:
        yield f"- {clause.sentence}"
        for column in found:
            if column.came(clause.name) == DEPARTS:
                yield from (f"    - {where}: `{said}`" for where, said in column.words(clause.name))


PART = Part(lambda asked: draw(asked.links, asked.stash), tell, NOTHING)
