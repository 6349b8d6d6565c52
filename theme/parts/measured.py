"""The pages of what was measured: a list of all, and one for each program that measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from shelf import Sample
from shelf.timing import Timing, timings
from theme.book.addresses import raw
from theme.book.links import Links
from theme.elements import element, link, span
from theme.parts import numbers
from theme.parts.part import Asked, Part

#: What is told of a machine, in order: the fact's name, and what it is called.
FACTS = (
    ("python_version", "Python"),
    ("python_compiler", "built with"),
    ("cpu_model_name", "processor"),
    ("cores", "cores to use"),
    ("platform", "system"),
    ("date", "measured on"),
    ("load_before", "load before"),
    ("load_after", "load after"),
    ("stolen", "time taken by the host"),
    ("others", "time taken by other programs"),
    ("perf_version", "pyperf"),
)
#: Those that are a share of the processors' time.
SHARES = ("stolen", "others")


def draw(sample: Sample, links: Links) -> Element:
    """All that `sample` measured, on what, and the files to download."""
    known = timings(sample)
    return element(
        "div",
        {"class": "measurement"},
        _table("The numbers", known, _numbers(sample, known, links)),
        _table("The machine", known, _machine(known, links)),
    )


def _table(title: str, known: Mapping[str, Timing], rows: list[Element]) -> Element:
    head = [element("th", {"scope": "col"}, f"Python {tag}") for tag in known]
    return element(
        "table",
        None,
        element("thead", None, element("tr", None, element("th", {"scope": "col"}, title), *head)),
        element("tbody", None, *rows),
    )


def _row(name: str, cells: list[Element | str], **attributes: str) -> Element:
    return element(
        "tr",
        attributes,
        element("th", {"scope": "row"}, name),
        *(element("td", None, cell) for cell in cells),
    )


def _numbers(sample: Sample, known: Mapping[str, Timing], links: Links) -> list[Element]:
    keys = dict.fromkeys(key for timing in known.values() for key in timing.figures)
    rows = []
    for key in keys:
        cells: list[Element | str] = []
        for timing in known.values():
            figure = timing.figures.get(key)
            cells.append(numbers.shown(numbers.of(timing, figure)) if figure else "–")
        rows.append(_row(key, cells, id=numbers.anchor_of(key)))
    counts: list[Element | str] = [
        span("measured-fact", _counts(timing)) for timing in known.values()
    ]
    return [*rows, _row("values for each", counts)]


def _counts(timing: Timing) -> str:
    counts = sorted({figure.count for figure in timing.figures.values()})
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"


def _machine(known: Mapping[str, Timing], links: Links) -> list[Element]:
    rows = [
        _row(
            words,
            [span("measured-fact", _fact(name, timing.facts)) for timing in known.values()],
        )
        for name, words in FACTS
    ]
    files: list[Element | str] = [
        link(links.to(raw(timing)), timing.path.name, download=timing.path.name)
        for timing in known.values()
    ]
    return [*rows, _row("raw data", files)]


def _fact(name: str, facts: Mapping[str, Any]) -> str:
    value = facts.get(name, "not known")
    return f"{value:.1%}" if name in SHARES and isinstance(value, float) else str(value)


def tell(asked: Asked) -> Iterator[str]:
    """Each number on each Python."""
    for tag, timing in timings(asked.sample).items():
        for key, figure in timing.figures.items():
            yield f"- {key}, Python {tag}: {numbers.of(timing, figure).words}"


PART = Part(lambda asked: draw(asked.sample, asked.links), tell)
