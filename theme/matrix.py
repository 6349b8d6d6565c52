"""The matrix page: every program on every supported Python of every system that has runs.

The page is generated text; its table is a part of its own, the fence
``matrix``.  The filters are radio buttons, which the style sheet follows, so
that no script is needed and every row is there without a style sheet.  It
follows them by number: topic 1, Python 1.  `theme.css` holds the rules for
`MOST` of each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from recorder import Sample
from recorder.header import START_METHODS, SYSTEM_NAMES
from recorder.matrix import NOT_RUN, PASSED
from theme.book import Book, Links, anchor
from theme.elements import element, link, span
from theme.runs import Record, Run, unrun
from theme.words import counted, listed, plain, pythons

#: How many topics and how many Pythons the style sheet can filter by.
MOST = 12
#: A cell's kinds: its class, its shape, a number as an example, and what the legend says of it.
KINDS = {
    "passed": ("✓", " 3", "passed under as many start methods: it did what its page shows"),
    "failed": ("✗", " 1/3", "failed under one of three start methods; the cell unfolds"),
    "unmeant": ("–", "", "not run: the program says that it is not meant for this Python"),
    "unrun": ("○", "", "not run: there is no run of the program as it is now"),
}
#: Column of a program: its system ("" where there is no run at all) and Python.
Column = tuple[str, str]


def columns(record: Record) -> list[Column]:
    """Every supported Python, for each system that has runs."""
    return [(system, tag) for system in record.systems or [""] for tag in record.pythons]


def kind(run: Run | None) -> str:
    """Which of `KINDS` a program's cells on one Python are; None is no run at all."""
    if run is None:
        return "unrun"
    if run.methods("failed"):
        return "failed"
    if run.methods(PASSED):
        return "passed"
    return "unmeant" if all(words != NOT_RUN for words in run.outcome.values()) else "unrun"


# The table


def draw(links: Links) -> Element:
    """The legend, the filters and the table."""
    record, known = links.book.record, links.book.programs()
    topics = list(dict.fromkeys(sample.topic for sample in known))
    filters = [_filter("Topic", [(str(n), t.capitalize()) for n, t in enumerate(topics, 1)])]
    filters += [_filter("Python", [(str(n), t) for n, t in enumerate(record.pythons, 1)])]
    if len(record.systems) > 1:
        filters += [_filter("System", [(s, SYSTEM_NAMES[s]) for s in record.systems])]
    bodies = [
        element("tbody", None, _head(topic, record), *(_row(s, record, links) for s in group))
        for topic, group in groupby(known, key=lambda sample: sample.topic)
    ]
    about = {"role": "region", "aria-label": "Every run", "tabindex": "0"}
    return element(
        "div",
        {"class": "matrix", "data-search-exclude": ""},
        element("dl", {"class": "matrix-legend"}, *_legend()),
        *filters,
        element(
            "div",
            {"class": "matrix-scroll", **about},
            element("table", {"class": "matrix-table"}, *bodies),
        ),
    )


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
    """The row above a topic's programs; each topic has one, so that it is never far."""
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
    methods, words = run.outcome, "; ".join(f"{m}: {w}" for m, w in run.outcome.items())
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


# The page


def page(library: Book, known: Sequence[Sample]) -> str:
    """The text of the generated page."""
    record = library.record
    text = [
        "---\nhide: [edit, toc]\n---\n",
        "# Every run\n",
        f"{_sum(record, known)}\n",
        *_interpreters(record),
        f"{_missing(library, known)}\n",
        "## Programs and Pythons\n",
        "```matrix\n\n```\n",
        "## What changed\n",
        *news(library),
    ]
    return "\n".join(text)


def count(record: Record, known: Sequence[Sample]) -> Counter[str]:
    """How many cells passed, failed, are not meant, and were not run; start methods count."""
    found: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    for sample in known:
        runs = {(run.system, run.python): run for run in record.runs(sample)}
        for system, tag in columns(record):
            run = runs.get((system, tag))
            for words in (run or Run(tag, "", system or "linux", "", {})).outcome.values():
                state, colon, _ = words.partition(":")
                found[{NOT_RUN: "unmeant" if colon else "unrun"}.get(state, state)] += 1
    return found


def _sum(record: Record, known: Sequence[Sample]) -> str:
    numbers = count(record, known)
    systems = f" on {listed([SYSTEM_NAMES[s] for s in record.systems])}" if record.systems else ""
    return (
        f"{counted(len(known), 'program')}, each on every supported Python{systems} under every"
        f" start method: {counted(numbers.total(), 'cell')}. {numbers['passed']:,} passed,"
        f" {numbers['failed']:,} failed, {numbers['unmeant']:,} are not meant to run, and"
        f" {numbers['unrun']:,} were not run."
    )


def _interpreters(record: Record) -> list[str]:
    """The interpreters that ran, with everything that names them."""
    if not record.systems:
        return []
    rows = []
    for run in record.matrix["runs"]:
        dates = sorted({entry["date"] for entry in run["programs"].values()})
        free = run["python"].endswith("t")
        row = (
            SYSTEM_NAMES[run["system"]],
            run["version"] + ("t" if free else ""),
            f"{plain(run['compiler'])}, {plain(run['machine'])}",
            run["default"],
            " to ".join(f"<time>{d}</time>" for d in dict.fromkeys(dates[:1] + dates[-1:])) or "–",
        )
        rows.append(f"| {' | '.join(row)} |")
    head = "| System | Python | Build | Starts by | Run on |\n|---|---|---|---|---|"
    return [head + "\n" + "\n".join(rows) + "\n"]


def _missing(library: Book, known: Sequence[Sample]) -> str:
    """What the record does not answer for."""
    parts = [f"Not run: {'; '.join(missing)}."] if (missing := unrun(library.record)) else []
    changed, never = library.record.stale(known)
    for stems, words in ((changed, "Changed since they were run"), (never, "Never run")):
        if stems and len(stems) < len(known):
            parts.append(f"{words}: {listed([_name(library, stem) for stem in stems])}.")
    parts = parts or ["Nothing that is supported is missing."]
    return " ".join([*parts, "A `t` after a version names the free-threaded build."])


def _name(library: Book, stem: str) -> str:
    """A program's name in Markdown: a link to its figure, if a page shows it."""
    return f"[[{stem}]]" if library.places(stem) else f"`{stem.rpartition('/')[2]}`"


# What changed

#: More programs than these are counted and not named, unless they failed.
NAMED = 12


def news(library: Book) -> list[str]:
    """The cells that turned when cells last turned, failures first."""
    news = library.record.matrix["news"]
    if not news:
        return ["No cell turned out otherwise than in the record before.\n"]
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for item in news:
        turn = item["was"].partition(":")[0], item["is"].partition(":")[0]
        groups.setdefault(turn, []).append(item)
    text = [f"Otherwise than in the record before, on {max(item['date'] for item in news)}:", ""]
    for (was, now), items in sorted(groups.items(), key=lambda group: group[0][1] != "failed"):
        stems = list(dict.fromkeys(item["program"] for item in items))
        cells, programs = counted(len(items), "cell"), counted(len(stems), "program")
        text.append(f"- **{now}**, before {was}: {cells} of {programs}{_where(library, items)}")
        if len(stems) <= NAMED or now == "failed":
            for stem in stems:
                mine = [item for item in items if item["program"] == stem]
                why = next((i["is"].partition(": ")[2] for i in mine if now == "failed"), "")
                text.append(
                    f"    - {_name(library, stem)}{_where(library, mine)}"
                    f"{': ' + plain(why) if why else ''}"
                )
    return [*text, ""]


def _where(library: Book, items: list[dict[str, str]]) -> str:
    """The Pythons, start methods and systems of some news, in words."""
    supported = library.record.supported
    methods = [m for m in START_METHODS if any(item["start_method"] == m for item in items)]
    systems = [s for s in SYSTEM_NAMES if any(item["system"] == s for item in items)]
    under = f" under {listed(methods)}" if len(methods) < len(START_METHODS) else ""
    return (
        f" on Python {pythons((item['python'] for item in items), supported)}{under}"
        f" on {listed([SYSTEM_NAMES[system] for system in systems])}"
    )
