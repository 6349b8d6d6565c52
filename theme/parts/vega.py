"""Vega-Lite, the language behind Altair: a chart's points as a drawing."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from typing import Any

import vl_convert

from shelf.words import nearest
from theme.derived import derived, source
from theme.faults import PageError
from theme.parts import numbers
from theme.parts.numbers import Number

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


def bars(points: list[Point]) -> dict[str, Any]:
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


def lines_of(points: list[Point], options: dict[str, str]) -> dict[str, Any]:
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


def svg(spec: dict[str, Any], told: str) -> str:
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
    made_by = source(__file__), version("vl-convert-python")
    return derived.text(lambda: _drawn(whole, told), *made_by, json.dumps(whole), told)


def _drawn(whole: dict[str, Any], told: str) -> str:
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
