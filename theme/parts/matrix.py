"""Draws every run: each program on every supported Python of every system that has runs.

The filters are radio buttons, which the style sheet follows, so
that no script is needed and every row is there without a style sheet.  It
follows them by number: topic 1, Python 1.  `few.css` holds the rules for
`MOST` of each.

There are thousands of cells, so they stand in tables of a screen or two, and a
browser lays out those that are looked at: `few.css` says so, and how high a
table is until then.  A search in the page and an address find the others too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from shelf import Sample
from shelf.conditions import SYSTEM_NAMES
from shelf.ledger import PASSED, brief
from shelf.runs import Column, Record, Run, columns, kind
from shelf.words import listed
from theme.book.addresses import anchor
from theme.book.links import Links
from theme.elements import element, link, span
from theme.parts.part import NOTHING, Asked, Part

#: How many topics and how many Pythons the style sheet can filter by.
MOST = 12
#: As many programs stand in one table.
ROWS = 32
#: A cell's kinds: its class, its shape, a number as an example, and what the legend says of it.
KINDS = {
    "passed": ("✓", " 3", "passed under as many start methods: it did what its page shows"),
    "failed": ("✗", " 1/3", "failed under one of three start methods; the cell unfolds"),
    "unmeant": ("–", "", "not run: the program says that it is not meant for this Python"),
    "unrun": ("○", "", "not run: there is no run of the program as it is now"),
}


def draw(links: Links) -> Element:
    """The legend, the filters and the tables."""
    record, known = links.book.record, links.book.programs()
    topics = list(dict.fromkeys(sample.topic for sample in known))
    filters = [_filter("Topic", [(str(n), t.capitalize()) for n, t in enumerate(topics, 1)])]
    filters += [_filter("Python", [(str(n), t) for n, t in enumerate(record.pythons, 1)])]
    if len(record.systems) > 1:
        filters += [_filter("System", [(s, SYSTEM_NAMES[s]) for s in record.systems])]
    tables = [
        _table(n, some, record, links)
        for n, topic in enumerate(topics, 1)
        for some in _parted([sample for sample in known if sample.topic == topic])
    ]
    return element(
        "div",
        {"class": "matrix"},
        element("dl", {"class": "matrix-legend"}, *_legend()),
        *filters,
        *tables,
    )


def _parted(known: list[Sample]) -> list[list[Sample]]:
    """Programs in order, as many as stand in one table."""
    return [known[start : start + ROWS] for start in range(0, len(known), ROWS)]


def _table(number: int, known: list[Sample], record: Record, links: Links) -> Element:
    """Some programs of the topic of that number, which is scrolled by itself."""
    topic = known[0].topic
    label = f"{topic.capitalize()}: {known[0].name} to {known[-1].name}"
    about = {"role": "group", "aria-label": label, "tabindex": "0"}
    rows = (_row(sample, record, links) for sample in known)
    body = element("tbody", None, _head(topic, record), *rows)
    table = element("table", {"class": "matrix-table"}, body)
    return element("div", {"class": f"matrix-scroll t{number}", **about}, table)


def _legend() -> Iterator[Element]:
    for name, (shape, number, words) in KINDS.items():
        term = element("dt", {"class": name}, shape + number)
        yield element("div", None, term, " ", element("dd", None, words))


def _filter(name: str, choices: list[tuple[str, str]]) -> Element:
    """Radio buttons of which one is chosen: all of it, or one of `choices`."""
    group = f"matrix-{name.lower()}"
    parts: list[Element | str] = [element("legend", None, name)]
    for value, words in [("all", "All"), *choices]:
        radio = {"type": "radio", "name": group, "id": f"{group}-{value}"}
        chosen = {"checked": "checked"} if value == "all" else {}
        parts += [
            element("input", {**radio, **chosen}),
            element("label", {"for": radio["id"]}, words),
            " ",
        ]
    return element("fieldset", {"class": "matrix-filter"}, *parts)


def _head(topic: str, record: Record) -> Element:
    """The row above some programs of a topic; each table has one, so that it is never far."""
    cells = [element("th", {"scope": "rowgroup"}, topic.capitalize())]
    for system, tag in columns(record):
        name: list[Element | str] = [tag]
        if len(record.systems) > 1:
            name = [span("matrix-system", SYSTEM_NAMES[system]), " ", tag]
        where = {"scope": "col", "class": _place((system, tag), record)}
        cells.append(element("th", where, *name))
    return element("tr", None, *cells)


def _row(sample: Sample, record: Record, links: Links) -> Element:
    runs = {(run.system, run.python): run for run in record.runs(sample)}
    shown = links.book.places(sample.stem)
    words: list[Element | str] = []
    for word in re.split(r"(?<=_)", sample.name):
        words += [word, element("wbr")]  # where a long name may go on in the next line
    title = link(links.figure(sample.stem), *words[:-1]) if shown else span("", *words[:-1])
    cells = [element("th", {"scope": "row"}, title)]
    for column in columns(record):
        cells.append(_cell(runs.get(column), _place(column, record)))
    return element("tr", {"id": anchor(sample.stem)}, *cells)


def _place(column: Column, record: Record) -> str:
    """The classes by which the filters find a column."""
    system, tag = column
    return f"p{record.pythons.index(tag) + 1}" + (f" {system}" if len(record.systems) > 1 else "")


def _cell(run: Run | None, where: str) -> Element:
    name = kind(run)
    shape = KINDS[name][0]
    facts = {"class": f"{where} {name}"}
    if run is None:
        return element("td", facts, shape, span("spoken", " not run"))
    methods, words = run.outcome, "; ".join(f"{m}: {brief(w)}" for m, w in run.outcome.items())
    if name == "failed":
        count = f"{shape} {len(run.methods('failed'))}/{len(methods)}"
        summary = element("summary", None, count, span("spoken", " failed"))
        return element("td", facts, element("details", None, summary, words))
    if name == "passed":
        ran = len(run.methods(PASSED))
        if ran < len(methods):
            facts["title"] = words
        return element("td", facts, f"{shape} {ran}", span("spoken", " passed"))
    whys = list(dict.fromkeys(methods.values()))
    return element("td", {**facts, "title": listed(whys)}, shape, span("spoken", f" {whys[0]}"))


def tell(asked: Asked) -> Iterator[str]:
    """A table of a thousand cells is no text."""
    yield "(A picture stands here.)"


PART = Part(lambda asked: draw(asked.links), tell, NOTHING)
