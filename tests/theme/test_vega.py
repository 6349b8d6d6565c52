"""A chart: on which scale its values stand, what its lines are called, what tells them apart."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from theme.faults import PageError
from theme.parts.numbers import Number
from theme.parts.vega import COLOURS, DASHES, PAPER, SHAPES, WIDTH, Point, bars, lines_of, svg


def seconds(*values: float) -> list[Point]:
    """Points of one line, over 1, 2, 4 and so on."""
    return [
        Point("it", 2.0**at, Number("second", value, 0.0, ())) for at, value in enumerate(values)
    ]


def line(label: str, *pairs: tuple[float, float]) -> list[Point]:
    return [Point(label, x, Number("second", value, 0.0, ())) for x, value in pairs]


def marks(spec: dict[str, Any]) -> list[str]:
    return [layer["mark"]["type"] for layer in spec["layer"]]


@pytest.mark.parametrize(
    ("ratio", "drawn"),
    [(1.0, ["bar"]), (19.5, ["bar"]), (20.0, ["rule", "point"]), (1e5, ["rule", "point"])],
)
def test_what_differs_much_is_drawn_on_a_scale_of_powers(ratio: float, drawn: list[str]) -> None:
    """From twenty times on a bar of the smallest would not be seen; names and values stay."""
    spec = bars(seconds(0.002, 0.002 * ratio))

    assert marks(spec) == [*drawn, "text", "text"]
    for layer in spec["layer"]:
        assert layer["encoding"]["y"] == {
            "field": "row",
            "type": "ordinal",
            "axis": None,
            "sort": None,
        }
    names, texts = (layer["encoding"] for layer in spec["layer"][-2:])
    assert (names["text"], names["x"]) == ({"field": "label"}, {"value": 0})
    assert (texts["text"], texts["x"]) == ({"field": "text"}, {"value": WIDTH})


def test_bars_stand_in_the_order_of_the_page() -> None:
    """Each with its name, its value and the words for that."""
    points = line("one", (0, 0.002)) + line("other", (1, 0.001))
    (values,) = bars(points)["data"].values()

    assert [(one["row"], one["label"], one["value"]) for one in values] == [
        ("0", "one", 0.002),
        ("1", "other", 0.001),
    ]
    assert [one["text"] for one in values] == [point.number.words for point in points]


@pytest.mark.parametrize(
    ("unit", "least", "most", "ticks", "word"),
    [
        ("second", 57e-6, 2e-3, ["10 µs", "100 µs", "1 ms", "10 ms"], "ten"),
        ("second", 1e-3, 1.0, ["1 ms", "10 ms", "100 ms", "1 s"], "ten"),
        ("second", 5e-8, 2e-6, ["10 ns", "100 ns", "1 µs", "10 µs"], "ten"),
        ("byte", 3 * 2**10, 2**20, ["256 B", "4 KiB", "64 KiB", "1 MiB"], "sixteen"),
        ("byte", 2**24, 2**33, ["16 MiB", "256 MiB", "4 GiB", "64 GiB"], "sixteen"),
        ("integer", 2, 500, ["1", "10", "100", "1000"], "ten"),
    ],
)
def test_each_line_of_such_a_scale_says_what_it_is(
    unit: str, least: float, most: float, ticks: list[str], word: str
) -> None:
    """They begin at or below the smallest, end at or above the largest, and are drawn so."""
    points = [
        Point("it", at, Number(unit, value, 0.0, ())) for at, value in enumerate((most, least))
    ]
    spec = bars(points)
    rule, point = (layer["encoding"] for layer in spec["layer"][:2])
    axis, (first, last) = rule["x"]["axis"], rule["x"]["scale"]["domain"]

    assert axis["title"] == f"each line is {word} times the one before it"
    assert (axis["values"][0], axis["values"][-1]) == (first, last)
    assert first <= least and most <= last
    for one, following in pairwise(axis["values"]):
        assert following / one == pytest.approx({"ten": 10, "sixteen": 16}[word])
    assert (rule["x"]["field"], rule["x2"]) == ("start", {"field": "value"})
    assert point["x"] | {"field": "start"} == rule["x"]
    assert {value["start"] for value in spec["data"]["values"]} == {first}
    drawn = re.findall(r"<text[^>]*>([^<]+)</text>", svg(spec, "it"))
    assert [text for text in drawn if text in ticks] == ticks


def test_a_few_numbers_stand_side_by_side_and_more_by_doubling() -> None:
    """Up to eight of something each step is as wide; above, each that is twice as much."""
    few, many = (lines_of(line("it", *pairs), {"x": "threads"}) for pairs in (FEW, MANY))
    x, wide = (spec["layer"][0]["encoding"]["x"] for spec in (few, many))

    assert x["scale"] == {"type": "linear", "domain": [1, 8], "nice": False, "padding": 8}
    assert wide["scale"] == x["scale"] | {"type": "log", "base": 2, "domain": [1, 16]}
    assert (x["axis"]["values"], wide["axis"]["values"]) == ([1, 2, 8], [1, 4, 16])
    assert x["title"] == wide["title"] == "threads"


FEW = ((1, 0.002), (8, 0.001), (2, 0.004))
MANY = ((1, 0.002), (16, 0.001), (4, 0.04))


@pytest.mark.parametrize(
    ("most", "scale"),
    [(20.0, {"zero": True}), (20.1, {"type": "log"}), (1.0, {"zero": True})],
)
def test_a_chart_of_lines_begins_at_nothing_where_it_can(
    most: float, scale: dict[str, Any]
) -> None:
    y = lines_of(seconds(1.0, most), {})["layer"][0]["encoding"]["y"]

    assert (y["scale"], y["title"]) == (scale, "s")


def test_lines_are_drawn_in_the_unit_of_the_largest() -> None:
    """Which stands beside the axis; what is compared has none."""
    spec = lines_of(line("it", (1, 0.0005), (2, 0.004)), {})
    over = lines_of(line("it", (1, 0.0005), (2, 0.004)), {"over": "one"})

    assert [value["y"] for value in spec["data"]["values"]] == pytest.approx([0.5, 4.0])
    titles = [one["layer"][0]["encoding"]["y"]["title"] for one in (spec, over)]
    assert titles == ["ms", "times as fast"]


def test_colour_dash_and_shape_each_tell_a_line_from_the_others() -> None:
    """So whoever sees no colours sees the same; a single line needs no key."""
    names = ["second", "first", "third"]
    points = [point for name in names for point in line(name, (1, 0.1), (2, 0.2))]
    drawn, dots = (layer["encoding"] for layer in lines_of(points, {})["layer"])
    alone = [layer["encoding"] for layer in lines_of(points[:2], {})["layer"]]

    for every in (COLOURS, [*map(tuple, DASHES)], SHAPES):
        assert len({*every}) == len(every) == 6
    for way, scale in (
        *((drawn["color"], COLOURS), (drawn["strokeDash"], DASHES)),
        *((dots["color"], COLOURS), (dots["shape"], SHAPES)),
    ):
        assert (way["field"], way["sort"]) == ("label", names)
        assert way["scale"] == {"domain": names, "range": scale[:3]}
    assert drawn["strokeDash"]["legend"] is None
    assert [{*one} for one in alone] == [{"x", "y", "color"}] * 2
    assert [one["color"] for one in alone] == [{"value": COLOURS[0]}] * 2


def told(spec: dict[str, Any]) -> list[tuple[float, float, str, str]]:
    """The words at points: where, in which way they are set, and what they say."""
    found = []
    for layer in spec["layer"][2:]:
        ((value,),) = layer["data"].values()
        found.append((value["x"], value["y"], layer["mark"]["align"], value["text"]))
    return found


def test_the_worst_the_default_and_the_best_are_named() -> None:
    """Each on a halo that keeps the lines off, and away from the edge that is near."""
    spec = lines_of(line("it", (1, 0.004), (2, 0.003), (4, 0.001), (8, 0.002)), {"mark": "2"})
    gap = "\N{NO-BREAK SPACE}"

    assert (
        told(spec)[::2]
        == told(spec)[1::2]
        == [
            (1, 4.0, "left", f"worst: 4.0{gap}ms"),
            (2, 3.0, "center", f"default: 3.0{gap}ms"),
            (4, 1.0, "center", f"best: 1.0{gap}ms"),
        ]
    )
    assert [layer["mark"].get("stroke") for layer in spec["layer"][2:]] == [PAPER, None] * 3


def test_a_point_that_is_two_of_them_is_named_once() -> None:
    spec = lines_of(line("it", (1, 0.004), (8, 0.001)), {"mark": "8"})

    assert [text.partition(":")[0] for *_, text in told(spec)[::2]] == ["worst", "default and best"]
    assert [align for _, _, align, _ in told(spec)[::2]] == ["left", "right"]


def test_a_default_that_was_not_measured_is_told() -> None:
    with pytest.raises(PageError, match=r"mark='3' is none of the values; did you mean 1, 8\?"):
        lines_of(line("it", (1, 0.004), (8, 0.001)), {"mark": "3"})


def test_a_drawing_is_one_picture_with_words_of_its_own() -> None:
    """It names no class, font or role but that one, and no length finer than an eye sees."""
    text = svg(lines_of(line("a", (1, 0.1), (3, 0.7)) + line("b", (1, 0.3), (3, 0.2)), {}), "a < b")

    assert text.startswith('<svg role="img" aria-label="a &lt; b" viewBox="0 0 ')
    assert text.count("role=") == text.count("aria-") == 1
    assert not re.search(r"class=|font-family|xmlns|<g></g>", text)
    assert not re.search(r"<[^>]*\d\.\d{3}", text)
    assert not re.search(r'<[^>]*\d\.\d?0[", )]', text)
