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

Vega-Lite draws, the language behind Altair; what it says of colours are the
theme's variables, so a chart follows the scheme, and its text stays text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

import vl_convert

from recorder import Sample
from recorder.header import nearest
from recorder.timing import Timing, timings
from theme import names, numbers
from theme.book import Links
from theme.elements import Stash, element, link, prose
from theme.faults import PageError
from theme.numbers import Number

OPTIONS = ("over", "x", "mark", "most")
ENTRY = re.compile(rf"(?P<key>{numbers.KEY})(?P<build>\.{numbers.NO_GIL})?\s*:\s*(?P<label>\S.*)")
#: The width that a phone shows without making letters smaller.
WIDTH = 340
INK, SOFT, LINE = "var(--ours-ink)", "var(--ours-soft)", "var(--ours-line)"
PAPER = "var(--ours-paper)"
#: Colour, dash and shape of each line: any one of them tells it from the others.
COLOURS = [f"var(--ours-{name})" for name in ("link", "broken", "right", "word", "number", "soft")]
DASHES = [[1, 0], [7, 3], [2, 2], [9, 2, 2, 2], [4, 4], [1, 3]]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
#: What the drawing says of its parts; the whole is one picture, and the page sets its letters.
NEEDLESS = r' (?:font-family|role|aria-[\w-]+|pointer-events|xmlns(?::\w+)?)="[^"]*"'
#: A length with more digits than an eye sees.
LONG = r"\d+\.\d{3,}"
#: From this ratio of largest to smallest on, a scale is logarithmic.
WIDE = 20


@dataclass(frozen=True)
class Point:
    """One value of a chart: what it belongs to, where it stands, how much it is."""

    label: str
    x: float
    number: Number


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
    caption = _sentence(conclusion, links)
    told = " ".join("".join(element("p", None, *caption).itertext()).split())
    lines = any(not math.isnan(point.x) for point in points)
    spec = _lines(points, options) if lines else _bars(points)
    svg = _svg(spec, told)
    return element(
        "figure",
        {"class": "chart", "data-chart": sample.stem},
        element("figcaption", None, *_sentence(conclusion, links)),
        element("div", {"class": "chart-drawing"}, stash(svg)),
        _table(points, options.get("x", ""), sample, links),
    )


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
        found += [names.draw(part, links)] if at % 2 else prose(part)
    return found


# Drawing


def _bars(points: list[Point]) -> dict[str, Any]:
    """One bar for each, its name and its value above it; on a wide scale a mark on a line."""
    values: list[dict[str, Any]] = [
        {
            "row": str(at),
            "label": point.label,
            "value": point.number.value,
            "text": point.number.words,
        }
        for at, point in enumerate(points)
    ]
    least = min(point.number.value for point in points)
    most = max(point.number.value for point in points)
    row = {"field": "row", "type": "ordinal", "axis": None, "sort": None}
    text = {"y": row, "text": {"field": "label"}, "x": {"value": 0}}
    words = [
        {
            "mark": {"type": "text", "align": "left", "dy": -9, "fontWeight": "bold"},
            "encoding": text,
        },
        {
            "mark": {"type": "text", "align": "right", "dy": -9},
            "encoding": text | {"text": {"field": "text"}, "x": {"value": WIDTH}},
        },
    ]
    if most / least < WIDE:
        x: dict[str, Any] = {"field": "value", "type": "quantitative", "axis": None}
        bar = {"mark": {"type": "bar", "height": 9, "yOffset": 7, "color": COLOURS[0]}}
        layers = [bar | {"encoding": {"y": row, "x": x}}, *words]
    else:
        unit = points[0].number.unit
        base, word = (16.0, "sixteen") if unit == "byte" else (10.0, "ten")
        first, last = math.floor(_power(least, base)), math.ceil(_power(most, base))
        lines = [base**power for power in range(first, last + 1)]
        ticks = ", ".join(f"'{_tick(unit, line)}'" for line in lines)
        axis = {
            "values": lines,
            "labelExpr": f"[{ticks}][round(log(datum.value) / log({base:g})) + {-first}]",
            "title": f"each line is {word} times the one before it",
            "grid": True,
            "labelFlush": True,
        }
        span = {"type": "log", "domain": [lines[0], lines[-1]], "nice": False}
        x = {"field": "value", "type": "quantitative", "scale": span, "axis": axis}
        values = [value | {"start": lines[0]} for value in values]
        start = x | {"field": "start"}
        layers = [
            {
                "mark": {"type": "rule", "yOffset": 7, "color": COLOURS[0], "strokeWidth": 3},
                "encoding": {"y": row, "x": start, "x2": {"field": "value"}},
            },
            {
                "mark": {"type": "point", "yOffset": 7, "filled": True, "size": 90}
                | {"color": COLOURS[0], "opacity": 1},
                "encoding": {"y": row, "x": x},
            },
            *words,
        ]
    return {"data": {"values": values}, "height": {"step": 38}, "layer": layers}


def _power(value: float, base: float) -> float:
    """The logarithm, rounded where its last digits would lift an exact power over the next."""
    return round(math.log(value, base), 9)


def _tick(unit: str, value: float) -> str:
    name, size = numbers.scale(unit, value)
    return f"{value / size:g} {name}".strip()


def _lines(points: list[Point], options: dict[str, str]) -> dict[str, Any]:
    """One line for each name over the numbers of its figures."""
    labels = list(dict.fromkeys(point.label for point in points))
    unit = points[0].number.unit
    name, size = numbers.scale(unit, max(point.number.value for point in points))
    values: list[dict[str, Any]] = [
        {"label": point.label, "x": point.x, "y": point.number.value / size} for point in points
    ]
    xs = sorted({point.x for point in points})
    wide = max(value["y"] for value in values) / min(value["y"] for value in values) > WIDE
    ordinal = {"field": "label", "type": "nominal", "sort": labels, "title": None}
    legend = {"orient": "top", "offset": 24, "columns": 1, "symbolStrokeWidth": 0, "symbolSize": 60}
    legend |= {"labelLimit": WIDTH, "direction": "vertical"}
    x = {
        "field": "x",
        "type": "quantitative",
        "title": options.get("x", ""),
        "scale": {"type": "linear" if xs[-1] <= 8 else "log"}
        | ({"base": 2} if xs[-1] > 8 else {})
        | {"domain": [xs[0], xs[-1]], "nice": False, "padding": 8},
        "axis": {"values": xs, "grid": False, "labelFlush": False, "format": "d"},
    }
    title = "times as fast" if options.get("over") else name
    y = {
        "field": "y",
        "type": "quantitative",
        "title": title,
        "scale": {"type": "log"} if wide else {"zero": True},
        "axis": {"tickCount": 5, "grid": True},
    }

    def scaled(values: list[Any]) -> dict[str, Any]:
        return {"scale": {"domain": labels, "range": values[: len(labels)]}, "legend": legend}

    many = len(labels) > 1
    tell = {
        "color": ordinal | scaled(COLOURS),
        "strokeDash": ordinal | scaled(DASHES) | {"legend": None},  # would break up the symbols
    }
    shape = {"shape": ordinal | scaled(SHAPES), "color": ordinal | scaled(COLOURS)}
    if not many:
        tell, shape = {"color": {"value": COLOURS[0]}}, {"color": {"value": COLOURS[0]}}
    both = {"x": x, "y": y}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": both | tell},
        {
            "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
            "encoding": both | shape,
        },
    ]
    if "mark" in options:
        layers += _marked(points, options["mark"], size, both)
    return {"data": {"values": values}, "height": 200, "layer": layers}


def _marked(
    points: list[Point], default: str, size: float, both: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Words at the worst, the default and the best point of the only line."""
    worst = max(points, key=lambda point: point.number.value)
    best = min(points, key=lambda point: point.number.value)
    usual = next((point for point in points if f"{point.x:g}" == default), None)
    if usual is None:
        xs = [f"{point.x:g}" for point in points]
        raise PageError(f"mark={default!r} is none of the values{nearest(default, xs)}")
    words: dict[float, list[str]] = {}
    for name, point in (("worst", worst), ("default", usual), ("best", best)):
        words.setdefault(point.x, []).append(name)
    for point in {p.x: p for p in (worst, usual, best)}.values():
        align = {points[0].x: "left", points[-1].x: "right"}.get(point.x, "center")
        text = f"{' and '.join(words[point.x])}: {point.number.bare}"
        for halo in ({"stroke": PAPER, "strokeWidth": 4}, {}):  # keeps lines off the words
            yield {
                "data": {"values": [{"x": point.x, "y": point.number.value / size, "text": text}]},
                "mark": {"type": "text", "align": align, "dy": -10, "fontWeight": "bold"} | halo,
                "encoding": both | {"text": {"field": "text"}},
            }


def _svg(spec: dict[str, Any], told: str) -> str:
    """The drawing, less all that only an unfolded chart or another page would need."""
    axis: dict[str, Any] = {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "gridColor": LINE,
        "domainColor": LINE,
    }
    axis |= {"tickColor": LINE, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400}
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "padding": 2,
        "background": None,
        "config": {
            "font": "Liberation Sans",  # comes with the library: the same widths everywhere
            "view": {"stroke": None},
            "axis": axis,
            "axisY": dict(titleAngle=0, titleAlign="left", titleAnchor="end", titleX=0, titleY=-8),
            "text": {"color": INK, "fontSize": 13},
            "legend": {"labelColor": INK, "labelFontSize": 12},
        },
        **spec,
    }
    svg = str(vl_convert.vegalite_to_svg(whole, vl_version="5.21"))
    svg = re.sub(NEEDLESS, "", svg)
    svg = re.sub(r'<path class="(?:back|fore)ground"[^>]*/>', "", svg)
    svg = re.sub(r' class="[^"]*"| opacity="1"', "", svg)
    svg = re.sub(r"<[^>]+>", lambda tag: re.sub(LONG, _short, tag[0]), svg)
    svg = re.sub(r"<g(?: transform=\"translate\(0,0\)\")?></g>", "", svg)
    return re.sub(
        r'<svg[^>]*?(viewBox="[^"]*")[^>]*>',
        rf'<svg role="img" aria-label="{escape(told)}" \1>',
        svg,
        count=1,
    )


def _short(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


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
