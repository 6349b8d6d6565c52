"""The lanes of a trace: where each moment is drawn, what is marked, and which names have room."""

from __future__ import annotations

import re

import pytest

from shelf.trace import Facts, Lane, Span, Trace
from theme.parts.lanes import LEAST, SPREAD, TWICE, Drawing, Scale, stretched, to_scale

#: A name below its unit: in which way it stands there, where, and what it says.
NAMED = re.compile(r'<text class="(u[^"]*)" x="([\d.]+)%" y="\d+">([^<]*)<')
TITLE = re.compile(r'<text y="(\d+)">([^<]*)<')
MARK = re.compile(r'<rect class="(\w)"[^>]*? y="(\d+)" width="([\d.]+)%" height="(\d+)"')
BELOW = re.compile(r'<text class="u[^"]*" x="[\d.]+%" y="(\d+)"')


def trace_of(*lanes: Lane) -> Trace:
    return Trace(Facts("threads/made", "", "3.14", True, "fork", "linux"), lanes)


def lane(
    *spans: Span, end: int = 1000, name: str = "main", process: str = "main", ending: str = ""
) -> Lane:
    """A lane from the first moment to `end`."""
    return Lane(name, process, Span("lane", name, 0, end, ending=ending), spans)


def units(*pieces: tuple[str, int, int]) -> Lane:
    """A lane that takes these pieces of work."""
    return lane(*(Span("unit", *piece) for piece in pieces))


def plain(*lanes: Lane) -> Drawing:
    """These lanes, drawn to scale."""
    trace = trace_of(*lanes)
    return Drawing(trace, to_scale([trace]), "it")


def took(*lengths: int) -> Trace:
    """One thread whose pieces of work follow each other, and last so long."""
    ends = [sum(lengths[: number + 1]) for number in range(len(lengths))]
    pieces = (
        Span("unit", "work", end - long, end) for end, long in zip(ends, lengths, strict=True)
    )
    return trace_of(lane(*pieces, end=ends[-1]))


@pytest.mark.parametrize(
    ("moment", "place"),
    [(0, 0.0), (5, 40.0), (10, 80.0), (25, 90.0), (40, 100.0)],
)
def test_between_two_moments_a_line_is_straight(moment: int, place: float) -> None:
    scale = Scale((0, 10, 40), (0.0, 80.0, 100.0), "made")

    assert scale.at(moment) == pytest.approx(place)


def test_a_scale_begins_where_a_trace_does() -> None:
    """And ends with the last of them; where nothing lasts, there is one all the same."""
    early, late = trace_of(units(("one", 0, 200))), trace_of(lane(end=4000))
    moment = trace_of(lane(end=0))

    assert [to_scale([early, late]).at(at) for at in (0, 1000, 4000)] == [0.0, 25.0, 100.0]
    assert stretched(moment).at(0) == to_scale([moment]).at(0) == 0.0
    assert stretched(trace_of(lane(end=50))).moments == (0, 50)


def test_what_differs_little_is_drawn_to_scale() -> None:
    """Up to sixteen times as long is as many times as wide, and nothing is marked."""
    for long in (1, 4, SPREAD):
        scale = stretched(took(1, long))

        assert scale.places == pytest.approx((0.0, 100 / (1 + long), 100.0))
        assert (scale.words, scale.long, scale.folded) == ("to scale", (), None)


def test_what_differs_much_is_drawn_at_most_sixteen_times_as_wide() -> None:
    """Whatever lies between keeps its order, and the page says that lengths are not to scale."""
    scale = stretched(took(1, 256))
    wide = stretched(took(*[10_000] * 40, 1, 100, 10_000))
    widths = [after - before for before, after in zip(wide.places, wide.places[1:], strict=False)]

    assert SPREAD == 16
    assert scale.places == pytest.approx((0.0, 100 / 17, 100.0))
    assert scale.words == "with short stretches drawn longer than they were"
    assert widths[-3:] == pytest.approx([widths[-3], widths[-3] * 4, widths[-3] * 16])


def test_more_than_twice_as_long_is_told() -> None:
    """What lies side by side is told as one; twice as long as the rest is not told yet."""
    rest = [256] * 8

    assert TWICE == 2
    assert stretched(took(1, 64, 63, *rest)).long == ((0, 1), (65, 128))
    assert stretched(took(1, 1, *rest)).long == ((0, 2),)
    assert stretched(took(1, *rest[:4], 1, *rest)).long == ((0, 1), (1025, 1026))


def test_only_what_begins_for_long_is_folded() -> None:
    """To three hundredths of all the rest; two stretches are told apart as they are."""
    folded, short = stretched(took(100, 50, 50)), stretched(took(5, 80, 80, 10))

    assert (folded.folded, folded.at(100)) == (100, pytest.approx(300 / 103))
    assert (folded.at(150), folded.long) == (pytest.approx(100 * 53 / 103), ())
    assert (short.folded, short.at(5)) == (None, pytest.approx(500 / 175))
    assert stretched(took(100, 50)).folded is None


def test_what_a_thread_does_is_told_from_end_to_end() -> None:
    """Before a wait, between two, and after the last; in a table, and as marks of one kind each."""
    told = plain(
        lane(
            Span("starts", "it", 0, 100),
            Span("unit", "bake", 100, 900),
            Span("waits", "oven", 200, 300, "main"),
            Span("blocked", "lock", 300, 400, "worker 1"),
            Span("waits", "", 600, 700),
            Span("holds", "lock", 400, 500),
        )
    )
    words = [(words, float(begin) * 1e6, float(end) * 1e6) for _, words, begin, end in told.rows()]

    assert [one[0] for one in words] == [
        *("is being started", "runs bake", "waits for oven, main", "is blocked on lock, worker 1"),
        *("runs bake", "holds lock", "waits", "runs bake"),
    ]
    assert told.kinds == {"runs", "waits", "blocked", "starts", "holds"}
    assert [kind for kind, *_ in MARK.findall(told.svg())] == list("srwbrwrh")


def test_a_lane_with_a_wait_at_each_end_runs_between() -> None:
    told = plain(lane(Span("waits", "a", 0, 300), Span("waits", "b", 700, 1000)))
    kinds = [(piece.kind, piece.begin, piece.end) for _, pieces in told.pieces for piece in pieces]

    assert kinds == [("waits", 0, 300), ("runs", 300, 700), ("waits", 700, 1000)]


@pytest.mark.parametrize(("end", "kinds"), [(11, ["runs"]), (13, ["waits", "runs"])])
def test_a_wait_that_nobody_would_see_is_left_out(end: int, kinds: list[str]) -> None:
    """Below twelve ten-thousandths of the width."""
    told = plain(lane(Span("waits", "a", 0, end), end=10_000))

    assert LEAST == 0.12
    assert [piece.kind for _, pieces in told.pieces for piece in pieces] == kinds


def test_pieces_of_work_that_nobody_could_tell_apart_are_drawn_as_one() -> None:
    """By the name of the first, and the table has all; waits of one kind likewise."""
    work = [Span("unit", name, at, at + 5) for name, at in (("a", 0), ("b", 5), ("c", 5000))]
    waits = [Span("waits", "x", 6000, 6100), Span("waits", "y", 6105, 6200)]
    told = plain(lane(*work, end=10_000), lane(*waits, end=10_000, name="t"))

    assert [row[1] for row in told.rows()] == [
        *("runs a, b", "runs c", "runs", "waits for x", "runs"),
    ]
    assert [name for *_, name in NAMED.findall(told.svg())] == ["a …", "c"]


def test_only_what_was_cut_off_is_marked_so() -> None:
    """In the drawing at its end, in the key and in the table."""
    whole, cut = plain(lane()), plain(lane(), lane(end=500, ending="cut off", name="t"))

    assert (whole.kinds, cut.kinds) == ({"runs"}, {"runs", "cut off"})
    assert "✕" not in whole.svg()
    assert cut.svg().count("✕") == 1
    assert 'class="x" x="50.0%"' in cut.svg()
    assert [row[:2] for row in cut.rows()][-1] == ("t", "is cut off")


def test_what_was_given_up_is_crossed() -> None:
    """Unless it began: then it is told as far as it came."""
    never, begun = lane(ending="cancelled"), lane(Span("waits", "a", 0, 500), ending="cancelled")

    assert plain(never).kinds == {"cancelled"}
    assert [row[1] for row in plain(never).rows()] == ["cancelled"]
    assert plain(begun).kinds == {"waits", "runs"}


def test_a_thread_of_another_process_is_told_with_it() -> None:
    """Where there are others, and where it has not the name of its process."""
    main, own = lane(), lane(name="worker 1", process="worker 1")
    away = lane(name="pump", process="worker 1")

    told = plain(main, own, away)
    assert [title for _, title in TITLE.findall(plain(away).svg())] == ["pump"]
    assert [title for _, title in TITLE.findall(told.svg())] == [
        "main",
        "worker 1",
        "worker 1, pump",
    ]
    assert told.spoken == (
        "Lanes from top to bottom: main, worker 1, worker 1, pump. The table below tells the same."
    )


@pytest.mark.parametrize(
    ("following", "found"),
    [
        (54, [("u", "9.0", "wash")]),  # no room for four letters and a blank
        (56, [("u o", "0.0", "bake"), ("u", "9.0", "wash")]),  # on a wide screen
        (109, [("u o", "0.0", "bake"), ("u", "9.0", "wash")]),
        (111, [("u", "0.0", "bake"), ("u", "9.0", "wash")]),  # on a phone, too
    ],
)
def test_a_name_stands_where_it_has_room(following: int, found: list[tuple[str, str, str]]) -> None:
    """Up to the beginning of the next one's, by the width of its letters."""
    told = plain(units(("bake", 0, 50), ("wash", following, 1000)))
    place = f"{following / 10:.1f}"

    assert NAMED.findall(told.svg()) == [
        (way, place if name == "wash" else at, name) for way, at, name in found
    ]


def test_the_last_name_may_end_where_its_unit_does() -> None:
    """Where it has no room from there on, and none before it stands in the way."""
    told = [plain(units(("m" * n, 0, 950), ("wash", 950, 1000))).svg() for n in (8, 84, 85)]

    assert [[way for way, *_ in NAMED.findall(svg)] for svg in told] == [
        *(["u", "u e"], ["u o", "u e"], ["u o"]),
    ]
    assert ("u e", "100.0", "wash") in NAMED.findall(told[0])


def test_lanes_stand_below_each_other() -> None:
    """No title touches what is above it, none is far from it, and the drawing ends below all."""
    held = lane(Span("unit", "bake", 0, 900), Span("holds", "lock", 0, 500), name="held")
    bare = lane(Span("holds", "lock", 0, 500), name="bare")
    named = lane(Span("unit", "bake", 0, 900), name="named")
    svg = plain(held, bare, named, lane(name="last")).svg()
    titles = [int(y) for y, _ in TITLE.findall(svg)]
    bottoms = [int(y) + int(height) for _, y, _, height in MARK.findall(svg)]
    bottoms += [int(y) + 3 for y in BELOW.findall(svg)]

    for title, following in zip(titles, [*titles[1:], 10_000], strict=True):
        marks = [y for y in bottoms if title < y <= following]
        assert min(marks) > title + 3
        if following != 10_000:
            assert 3 <= following - 11 - max(marks) <= 12
    for name in map(int, BELOW.findall(svg)):
        above = [y for y in bottoms if y <= name - 7]
        assert name - 7 - max(above) <= 5
    height = re.search(r'height="(\d+)">', svg)
    assert height
    assert 0 <= int(height[1]) - max(bottoms) <= 12
