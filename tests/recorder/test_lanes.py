"""The notes of one run become lanes: named, from one zero, each with its waits and its end."""

from __future__ import annotations

from typing import Any

import pytest

from recorder.write.lanes import IMPORT, STARTS, Note, assemble
from shelf.trace import Lane, Span

MAIN, ADA, BOB = (1, "m"), (1, "a"), (1, "b")
#: A program whose main thread works from the hundredth nanosecond to the thousandth.
BEGIN: list[Note] = [("begin", 100, MAIN, IMPORT, False)]
END: list[Note] = [("end", 900, MAIN, ""), ("exit", 1000, MAIN)]


def lanes(*notes: Note, stopped: int = 0) -> tuple[Lane, ...]:
    """The lanes of these notes, in the middle of that program."""
    return assemble([*BEGIN, *notes, *END], stopped)


def work(key: Any, begin: int, end: int, name: str, own: bool = True) -> list[Note]:
    """A unit of work; `own` if the lane was made for it."""
    return [("begin", begin, key, name, own), ("end", end, key, "")]


def names(*notes: Note) -> list[str]:
    return [lane.name for lane in lanes(*notes)]


def test_where_nobody_worked_there_are_no_lanes() -> None:
    assert assemble([], 0) == ()
    assert assemble([("lane", 5, ADA, "ada")], 0) == ()


def test_the_first_lane_is_main_and_begins_at_nothing() -> None:
    """The others follow as they began, by what they were made for, from the same zero."""
    main, ada, bob = lanes(*work(ADA, 300, 500, "bake ada"), *work(BOB, 200, 400, "bake bob"))

    assert (main.name, main.process, main.whole) == ("main", "main", Span("lane", "main", 0, 900))
    assert [(one.name, one.whole.begin, one.whole.end) for one in (ada, bob)] == [
        ("bake bob", 100, 300),
        ("bake ada", 200, 400),
    ]
    assert {one.process for one in (ada, bob)} == {"main"}
    assert ada.spans == bob.spans == ()  # the lane itself is its unit


@pytest.mark.parametrize(
    ("given", "made_for", "name"),
    [
        ("ada", "bake 1", "ada"),
        ("Thread-1 (bake)", "bake 1", "bake 1"),
        ("Thread-1", "", "worker"),
        ("SpawnProcess-2:1", "", "worker"),
        ("Task-3", "", "worker"),
        ("main", "", "main task"),
    ],
)
def test_a_lane_is_called_by_its_name_or_by_what_it_was_made_for(
    given: str, made_for: str, name: str
) -> None:
    """A name that Python has made up is nobody's."""
    own = work(ADA, 200, 300, made_for or "some", own=bool(made_for))

    assert names(("lane", 150, ADA, given), *own) == ["main", name]


def test_several_of_one_name_are_numbered_as_they_were_made() -> None:
    """By the numbers in the names that Python gave, not by who came first."""
    first = [("lane", 300, ADA, "ThreadPoolExecutor-0_0"), *work(ADA, 300, 400, "f 1", own=False)]
    second = [("lane", 200, BOB, "ThreadPoolExecutor-0_1"), *work(BOB, 200, 400, "f 2", own=False)]

    assert names(*first, *second) == ["main", "worker 2", "worker 1"]
    given = [("lane", at, key, "oven") for at, key in ((210, BOB), (310, ADA))]
    assert names(*given, *work(ADA, 320, 400, "x"), *work(BOB, 220, 400, "y")) == [
        *("main", "oven 1", "oven 2"),
    ]
    alike = [*work(ADA, 200, 400, "bake 7"), *work(BOB, 300, 400, "bake 7")]
    assert names(*alike) == ["main", "bake 1", "bake 2"]
    assert names(*work(ADA, 200, 400, "bake 7"), *work(BOB, 300, 400, "bake 8")) == [
        *("main", "bake 7", "bake 8"),
    ]
    both = [("lane", 190, ADA, "bake it"), ("lane", 190, BOB, "bake it")]
    assert names(*both, *alike) == ["main", "bake it 1", "bake it 2"]


def test_a_worker_that_takes_several_shows_each() -> None:
    """With how it ended."""
    pieces = [*work(ADA, 200, 300, "f 1"), ("begin", 300, ADA, "f 2", False)]
    (_, worker) = lanes(*pieces, ("end", 350, ADA, "cancelled"))

    assert worker.of("unit") == [
        Span("unit", "f 1", 100, 200),
        Span("unit", "f 2", 200, 250, "", "cancelled"),
    ]
    assert (worker.name, worker.whole.end, worker.whole.ending) == ("f 1", 250, "cancelled")


def test_who_waits_for_whom_is_told_by_name() -> None:
    """The one who woke it, if that is known only then; a pause has its end from the beginning."""
    (main, ada) = lanes(
        ("wait", 200, MAIN, "waits", "ada", ADA),
        *work(ADA, 210, 390, "bake ada"),
        ("woke", 400, MAIN, None),
        ("wait", 500, MAIN, "blocked", "lock", None),
        ("woke", 600, MAIN, ADA),
        ("pause", 700, MAIN, "a while", 800),
    )

    assert main.of("waits", "blocked") == [
        Span("waits", "ada", 100, 300, "bake ada"),
        Span("blocked", "lock", 400, 500, "bake ada"),
        Span("waits", "a while", 600, 700),
    ]
    assert ada.spans == ()


def test_locks_are_numbered_where_there_are_several() -> None:
    """A lock that is taken twice is given back from within."""
    one = lanes(("hold", 200, MAIN, 7), ("free", 300, MAIN, 7))
    both = lanes(
        *(("hold", 200, MAIN, 7), ("hold", 210, MAIN, 4), ("hold", 220, MAIN, 7)),
        *(("free", 230, MAIN, 7), ("free", 240, MAIN, 4), ("wait", 500, MAIN, "blocked", 4, "")),
        *(("woke", 510, MAIN, ""),),
    )

    assert one[0].of("holds") == [Span("holds", "lock", 100, 200)]
    assert both[0].of("holds") == [
        Span("holds", "lock 2", 100, 900),
        Span("holds", "lock 1", 110, 140),
        Span("holds", "lock 2", 120, 130),
    ]
    assert both[0].of("blocked") == [Span("blocked", "lock 1", 400, 410)]


def test_a_start_is_shown_from_when_it_was_asked_for() -> None:
    """Of a thread; where something else is waited for, nothing is being started."""
    begun = [
        *(("wait", 200, MAIN, "waits", STARTS, ADA), ("woke", 310, MAIN, ADA)),
        *work(ADA, 300, 400, "bake ada"),
        *(("wait", 320, MAIN, "waits", "ada", ADA), ("woke", 400, MAIN, ADA)),
    ]
    other = [("wait", 150, MAIN, "waits", "a", BOB), ("wait", 160, MAIN, "waits", "the z", BOB)]
    (_, ada, bob) = lanes(*other, *begun, *work(BOB, 500, 600, "bake bob"))

    assert ada.of("starts") == [Span("starts", STARTS, 100, 200)]
    assert bob.spans == ()


def test_a_process_is_shown_from_when_it_was_asked_for() -> None:
    """Its main thread as the process itself; whoever serves forks is called so."""
    child, server = (2, "m"), (3, "m")
    (_, serving, baking) = lanes(
        *(("wait", 200, MAIN, "waits", STARTS, (2, "")), ("woke", 210, MAIN, "")),
        *work(server, 220, 230, IMPORT, own=False),
        *(("born", 300, child, (1,)), *work(child, 300, 400, "bake ada")),
        ("exit", 410, child),
    )

    assert (serving.name, serving.process) == ("fork server", "fork server")
    assert (baking.name, baking.process) == ("bake ada", "bake ada")
    assert baking.of("starts") == [Span("starts", STARTS, 100, 200)]
    assert (baking.whole.end, baking.whole.ending) == (310, "")


def test_what_has_no_end_of_its_own_ends_with_its_process() -> None:
    """Cut off where it was: at its last note, when it was killed, or when the run was stopped."""
    child = (2, "m")
    born = [("born", 200, child, (1,)), ("begin", 200, child, "bake", True)]
    waits = [("wait", 300, child, "waits", "it", None), ("hold", 310, child, 1)]

    def last(*more: Note, stopped: int = 0) -> Lane:
        return lanes(*born, *waits, *more, stopped=stopped)[1]

    for found, end in (
        (last(), 310),
        (last(stopped=700), 700),
        (last(("killed", 500, MAIN, 2)), 500),
        (last(("killed", 305, MAIN, 2)), 310),
        (last(("over", 600, child)), 600),
    ):
        assert (found.whole.end, found.whole.ending) == (end - 100, "cut off")
        assert [(one.begin, one.end) for one in found.of("waits", "holds")] == [
            (200, end - 100),
            (210, end - 100),
        ]


def test_a_call_that_nobody_came_to_run_has_a_lane() -> None:
    """From when it was asked for to when it was given up; one that ran has none."""
    asked = [("asked", 200, MAIN, "bake 1"), ("asked", 210, MAIN, "bake 2")]
    gone = [("dropped", 500, MAIN, "bake 2"), ("dropped", 510, MAIN, "bake 1")]
    ran = [("lane", 220, ADA, "oven"), *work(ADA, 220, 230, "bake 1", own=False)]
    *_, never = found = lanes(*asked, *gone, *ran)

    assert [one.name for one in found] == ["main", "oven", "bake 2"]
    assert (never.process, never.spans) == ("main", ())
    assert never.whole == Span("lane", "bake 2", 110, 400, "", "cancelled")
