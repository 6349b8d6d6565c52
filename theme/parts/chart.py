"""Draws what a program measured as a chart that needs no script.

A fence names the program, then what is to be seen of it, then what it shows::

    ```chart
    processes/start_cost_timing
    thread: a thread
    spawn: a process

    A process takes [[processes/start_cost_timing.spawn / thread]] as long to start.
    ```

Figures become bars.  A key of which there are several with a number behind it
("threads 1", "threads 2") becomes a line over those numbers, and ``.no_gil``
takes it from the build without the GIL.  Options: ``over="serial"`` draws how
many times that figure holds a value, ``x="workers"`` names the numbers, and
``mark="1"`` marks the default among them.  ``most="workers"`` draws beside them
what Amdahl's law allows a job of which nothing is serial, as many times as there
are workers, and ``most="cores"`` no more of it than the machine has cores.
``clock="a call; the pool is there before"`` says what was timed, or counted.

Vega-Lite draws, the language behind Altair; what it says of colours are the
theme's variables, so a chart follows the scheme, and its text stays text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from shelf import Sample
from shelf.timing import Timing, timings
from shelf.words import nearest
from theme.book.links import Links
from theme.elements import Stash, element, link, prose
from theme.faults import PageError
from theme.parts import inline, numbers
from theme.parts.numbers import Number
from theme.parts.part import MORE, Asked, Part
from theme.parts.vega import Point, bars, lines_of, svg

ENTRY = re.compile(rf"(?P<key>{numbers.KEY})(?P<build>\.{numbers.NO_GIL})?\s*:\s*(?P<label>\S.*)")


def draw(
    sample: Sample, body: Sequence[str], options: dict[str, str], links: Links, stash: Stash
) -> Element:
    """The chart that a fence asks for; raises `PageError` and `TimingError`."""
    entries, conclusion = _parts(body)
    points = [
        point
        for line, (key, no_gil, label) in entries
        for point in _points(sample, key, no_gil, label, options.get("over", ""), line, links)
    ]
    if "most" in options:
        points += _most(points, options, _timing(sample, entries[0][1][1], entries[0][0]))
    if not options.get("clock", "").strip():
        raise PageError('a chart says what the clock covered: clock="a call; the pool is there"')
    caption = _sentence(conclusion, links)
    told = " ".join("".join(element("p", None, *caption).itertext()).split())
    lines = any(not math.isnan(point.x) for point in points)
    spec = lines_of(points, options) if lines else bars(points)
    return element(
        "figure",
        {"class": "chart", "data-chart": sample.stem},
        element("figcaption", None, *_sentence(conclusion, links)),
        element("div", {"class": "chart-drawing"}, stash(svg(spec, told))),
        _clock(points, options["clock"]),
        _table(points, options.get("x", ""), sample, links),
    )


def _clock(points: list[Point], words: str) -> Element:
    """What the numbers cover, where they are read."""
    counts = points[0].number.unit == "byte"
    verb = "What was counted" if counts else "What the clock covered"
    return element("p", {"class": "chart-clock"}, f"{verb}: ", *prose(words.rstrip(".")), ".")


def _parts(body: Sequence[str]) -> tuple[list[tuple[int, tuple[str, bool, str]]], str]:
    """The figures that a fence names, each with its line, and what it says that they show."""
    entries: list[tuple[int, tuple[str, bool, str]]] = []
    words: list[str] = []
    named = False
    for number, line in enumerate(body, 1):
        if not line.strip():
            continue
        match = ENTRY.fullmatch(line.strip())
        if not named:
            named = True  # the program
        elif match and not words:
            entries.append((number, (match["key"], bool(match["build"]), match["label"])))
        else:
            words.append(line.strip())
    if not entries:
        raise PageError("a chart fence names figures: 'thread: a thread', one a line")
    if not words:
        raise PageError("a chart fence says what the chart shows, in a sentence below its figures")
    return entries, " ".join(words)


def _points(
    sample: Sample, key: str, no_gil: bool, label: str, over: str, line: int, links: Links
) -> Iterator[Point]:
    timing = _timing(sample, no_gil, line)
    counted = {
        float(match[1]): name
        for name in timing.figures
        if (match := re.fullmatch(rf"{re.escape(key)} (\d+)", name))
    }
    if not counted and key not in timing.figures:
        keys = list(dict.fromkeys(re.sub(r" \d+$", "", name) for name in timing.figures))
        raise PageError(f"{timing.name} has no {key!r}{nearest(key, keys)}", line)
    for x, name in sorted(counted.items()) if counted else [(math.nan, key)]:
        build = f".{numbers.NO_GIL}" if no_gil else ""
        named = f"{sample.stem}.{name}{build}"
        if over:
            named = f"{sample.stem}.{over}{build} / {name}{build}"
        yield Point(label, x, numbers.read(named, links)[0])


def _most(points: list[Point], options: dict[str, str], timing: Timing) -> list[Point]:
    """What could be won at most at each number of the others; nothing of it is measured."""
    limits = {"workers": math.inf, "cores": float(timing.facts["cores"])}
    if options["most"] not in limits or "over" not in options:
        raise PageError("most= is 'workers' or 'cores', and stands beside over=")
    cores = limits[options["most"]]
    label = "the most by Amdahl's law" + (f" and {cores:g} cores" if cores < math.inf else "")
    xs = sorted({point.x for point in points})
    return [Point(label, x, Number(points[0].number.unit, min(x, cores), 0.0, ())) for x in xs]


def _timing(sample: Sample, no_gil: bool, line: int) -> Timing:
    fitting = [one for one in timings(sample).values() if one.gil != no_gil]
    if not fitting:
        raise PageError(f"{sample.stem} was not measured on such a build", line)
    return fitting[-1]


def _sentence(text: str, links: Links) -> list[Element | str]:
    """A sentence with the numbers that it names."""
    found: list[Element | str] = []
    for at, part in enumerate(re.split(r"\[\[([^\[\]]+)\]\]", text)):
        found += [inline.draw(part, links)] if at % 2 else prose(part)
    return found


def _table(points: list[Point], x: str, sample: Sample, links: Links) -> Element:
    """The data of the drawing, to be unfolded."""
    lines = any(not math.isnan(point.x) for point in points)
    rows = [
        element(
            "tr",
            None,
            element("th", {"scope": "row"}, point.label),
            *([element("td", None, f"{point.x:g}")] if lines else []),
            *_source(point.number),
        )
        for point in points
    ]
    heads = ["", *([x] if lines else []), "measured", "Python"]
    return element(
        "details",
        {"class": "chart-data"},
        element("summary", None, "The numbers"),
        element(
            "table",
            None,
            element("thead", None, element("tr", None, *(element("th", None, h) for h in heads))),
            element("tbody", None, *rows),
        ),
        element("p", None, "Measured by ", link(links.figure(sample.stem), sample.path.name), "."),
    )


def _source(number: Number) -> list[Element]:
    """A number and the Pythons that it was measured on; one without any was computed."""
    shown = numbers.shown(number) if number.tags else number.bare
    return [element("td", None, shown), element("td", None, "/".join(number.tags) or "computed")]


def tell(asked: Asked) -> Iterator[str]:
    """What the chart shows, in its sentence."""
    words = element("p", None, *_sentence(_parts(asked.fence.body)[1], asked.links))
    yield f"(Picture: {''.join(words.itertext())})"


PART = Part(
    lambda asked: draw(
        asked.sample, asked.fence.body, dict(asked.options), asked.links, asked.stash
    ),
    tell,
    MORE,
    options=("over", "x", "mark", "most", "clock"),
)
