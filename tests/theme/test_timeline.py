"""A timeline: what is drawn longer is marked, a start-up is folded, and each name can be read."""

from __future__ import annotations

import re

import pytest

from shelf import ROOT
from shelf.trace import Facts, Lane, Span, Trace, recorded
from tests.checks.records.traced import Drawn, drawn
from theme.parts import lanes
from theme.parts.lanes import BAR, Drawing, stretched, to_scale
from theme.parts.timeline import TIME, scales

MS = 1_000_000
ALL = [pytest.param(one, id=one.name) for one in drawn(ROOT)]
RECT = re.compile(r'<rect [^>]*y="(?P<y>\d+)"[^>]*height="(?P<height>\d+)"')
LABEL = re.compile(r'<text class="u[^"]*"[^>]*y="(?P<y>\d+)"')


def drawing(one: Drawn) -> Drawing:
    """The timeline of a page, as it is drawn where short stretches are drawn longer."""
    trace = recorded(one.panel.sample, one.panel.case)
    return Drawing(trace, stretched(trace), "it")


@pytest.mark.parametrize("one", ALL)
def test_every_name_stands_in_the_table(one: Drawn) -> None:
    """Whatever has no room in the drawing, the table tells it whole."""
    told = drawing(one)
    words = " ".join(words for _, words, _, _ in told.rows())
    units = {u.name for lane in told.trace.lanes for u in lane.of("unit")}

    assert [name for name in units if name not in words] == []


@pytest.mark.parametrize("one", ALL)
def test_the_table_tells_who_waits_from_who_is_blocked(one: Drawn) -> None:
    """A thread waits for another one, and is blocked on a lock."""
    told = drawing(one)
    kinds = {"is blocked on": "blocked", "waits for": "waits"}
    wrong = [
        words
        for _, words, _, _ in told.rows()
        for verb, kind in kinds.items()
        if words.startswith(verb)
        and not any(
            words.startswith(f"{verb} {span.name}")
            for lane in told.trace.lanes
            for span in lane.of(kind)
        )
    ]

    assert wrong == []


@pytest.mark.parametrize("one", ALL)
def test_no_name_lies_on_a_bar(one: Drawn) -> None:
    """It stands below the bars of its lane, and above the next."""
    svg = drawing(one).svg()
    bars = {
        line for m in RECT.finditer(svg) for line in range(int(m["y"]), sum(map(int, m.groups())))
    }
    names = {int(m["y"]) - up for m in LABEL.finditer(svg) for up in range(8)}

    assert not bars & names


def test_what_runs_waits_and_starts_differ_in_height() -> None:
    """So one look tells them, in grey too."""
    heights = [lanes.SHAPES.get(kind, (0, BAR))[1] for kind in ("runs", "starts", "waits", "holds")]

    assert heights == sorted(set(heights), reverse=True)


def lasting(milliseconds: int) -> Trace:
    """A program whose main thread lasts so long, and works to the end."""
    span = Span("lane", "main", 0, milliseconds * MS)
    work = Span("unit", "work", 0, milliseconds * MS)
    facts = Facts("threads/lasting", "", "3.14", True, "fork", "linux")
    return Trace(facts, (Lane("main", "main", span, (work,)),))


def test_panels_of_one_scale_can_be_compared() -> None:
    """What lasts a quarter as long is a quarter as wide; of its own, each fills the width."""
    traces = [lasting(100), lasting(25)]

    one, other = scales(traces, TIME)
    assert one.at(100 * MS) - one.at(0) == pytest.approx(4 * (other.at(25 * MS) - other.at(0)))
    own = [scale.at(at * MS) for scale, at in zip(scales(traces, ""), (100, 25), strict=True)]
    assert own[0] == pytest.approx(own[1])


def late() -> Trace:
    """A program that starts for long; then a short stretch and a long one follow."""
    main, worker = Span("lane", "main", 0, 100 * MS), Span("lane", "worker", 60 * MS, 90 * MS)
    work = Span("unit", "work", 60 * MS, 61 * MS)
    facts = Facts("threads/late", "", "3.14", True, "fork", "linux")
    return Trace(facts, (Lane("main", "main", main), Lane("worker", "main", worker, (work,))))


def test_a_start_up_is_folded_and_what_is_drawn_longer_is_marked() -> None:
    """Each where it is, and in the key; what is drawn to scale needs neither."""
    told = Drawing(late(), stretched(late()), "it")
    begin, end = (told.scale.at(at * MS) for at in (60, 61))
    plain = Drawing(late(), to_scale([late()]), "it")

    assert begin < 3.1
    assert f'<line class="z" x1="{begin:.1f}%" x2="{end:.1f}%"' in told.svg()
    assert '<text class="f"' in told.svg()
    assert {"long", "folded"} <= told.kinds
    assert not {"long", "folded"} & plain.kinds
    assert 'class="z"' not in plain.svg()
