"""A claim about a trace is understood, holds where it is so, and says what was seen where not."""

from __future__ import annotations

import pytest

from shelf.shape import ShapeError, actors, parse, wrong
from shelf.trace import Facts, Lane, Span, Trace

FACTS = Facts("threads/subject", "0" * 16, "3.14.7", True, "fork", "linux")


def lane(name: str, begin: int, end: int, *spans: Span, ending: str = "") -> Lane:
    """A lane of the main process."""
    return Lane(name, "main", Span("lane", name, begin, end, "", ending), spans)


#: Two that meet, one after them, a worker with two units, and two that did not come to an end.
TRACE = Trace(
    FACTS,
    (
        lane("ada", 0, 60, Span("waits", "a barrier", 10, 30), Span("holds", "lock", 40, 50)),
        lane("bob", 5, 70, Span("blocked", "lock", 20, 50, "ada"), Span("holds", "lock", 50, 60)),
        lane("cleo", 80, 90),
        lane("worker", 0, 90, Span("unit", "bake 1", 0, 30), Span("unit", "bake 2", 40, 70)),
        lane("bake 3", 0, 90, ending="cancelled"),
        lane(
            "dan",
            0,
            90,
            Span("waits", "its turn", 0, 30),
            Span("blocked", "a lock", 60, 70),
            Span("holds", "pause", 60, 70),
            ending="cut off",
        ),
        lane("twin", 31, 33),
        lane("twin", 32, 75),
    ),
)


@pytest.mark.parametrize(
    "line",
    [
        "overlap: ada, bob",
        "overlap: ada, bob, worker",
        "never overlap: ada, cleo",
        "never overlap: ada in lock, bob in lock",
        "run at once: ada, dan",
        "wait at once: ada, bob",
        "take turns: bake 1, dan",
        "in order: ada in lock, bob in lock, cleo",
        "in order: bake 1, bake 2",
        "in order: bake 1, twin, cleo",
        "ends before: bake 1, twin",
        "never overlap: bake 1",
        "run at once: ada, twin",
        "wait at once: ada, bob, dan",
        "overlap: ada, ada in lock",
        " cancelled:  bake 3 ",
        "ends before: ada, bob",
        "waits for: bob, ada",
        "never begins: bake 4",
        "never begins: ada in import",
        "cancelled: bake 3",
        "unfinished: bake 3, dan",
    ],
)
def test_a_claim_holds(line: str) -> None:
    """Each word, of something that is so."""
    assert wrong(parse(line), TRACE) == ""


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("overlap: ada, cleo", "at no moment are all of them under way"),
        ("never overlap: ada, bob, cleo", "ada and bob are under way at once"),
        ("run at once: bake 1, dan", "at no moment do all of them run"),
        ("wait at once: ada, cleo", "at no moment do all of them wait"),
        ("take turns: ada, dan", "ada and dan run at once"),
        ("take turns: ada, cleo", "at no moment are all of them under way"),
        ("in order: ada, bob", "bob begins before ada has ended"),
        ("ends before: bob, ada", "ada ends before bob"),
        ("in order: twin, cleo, twin", "twin begins before cleo has ended"),
        ("in order: twin, bake 2", "bake 2 begins before twin has ended"),
        ("never begins: bake 9 in lock", "there is nothing like 'bake 9 in lock'"),
        ("in order: bake 1, ada", "ada begins before bake 1 has ended"),
        ("ends before: twin, bake 2", "bake 2 ends before twin"),
        ("ends before: bake 2, twin", "twin ends before bake 2"),
        ("never overlap: twin", "twin and twin are under way at once"),
        ("run at once: bake 2, bob in lock, dan in pause", "at no moment do all of them run"),
        ("overlap: ada, bob, cleo", "at no moment are all of them under way"),
        ("waits for: ada, bob", "ada waits for a barrier"),
        ("waits for: dan, bob", "dan waits for a lock, its turn"),
        ("never begins: ada in lock", "ada in lock began"),
        ("never begins: bake 4, ada in lock", "ada in lock began"),
        ("never begins: eve in lock", "there is nothing like 'eve in lock'"),
        ("never begins: ada in lock in lock in lock2x, eve", "there is nothing like 'eve'"),
        ("unfinished: bake 3, ada, dan", "ada came to its end"),
        ("waits for: cleo, bob", "cleo waits for nobody"),
        ("never begins: bake 2", "bake 2 began"),
        ("never begins: cook 4", "there is nothing like 'cook 4'"),
        ("cancelled: ada", "ada came to its end"),
        ("cancelled: dan", "dan cut off"),
        ("overlap: ada, boob", "there is no 'boob' in the trace; did you mean bob?"),
    ],
)
def test_a_false_claim_says_what_was_seen(line: str, seen: str) -> None:
    """Each word, of something that is not so."""
    assert seen in wrong(parse(line), TRACE)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ada, bob", "claims nothing"),
        ("overlap", "claims nothing"),
        ("overlaps: ada, bob", "claims nothing; did you mean overlap"),
        ("overlap: ada", "names, parted by commas"),
        ("overlap: ada,, bob", "names, parted by commas"),
        ("waits for: ada, bob, cleo", "after 'waits for' come two names$"),
        ("ends before: ada", "two names$"),
        ("cancelled:", "after 'cancelled' come names, parted by commas$"),
        (" overlap: ada ", "^'overlap: ada': after"),
        (" overlaps ", "^'overlaps' claims nothing"),
    ],
)
def test_what_claims_nothing_is_told(line: str, says: str) -> None:
    """A word that is none, and too few or too many names."""
    with pytest.raises(ShapeError, match=says):
        parse(line)


def test_a_claim_has_colons_in_its_names() -> None:
    """The first one ends the word."""
    claim = parse(" waits for: main,  a: b ")

    assert (claim.word, claim.names) == ("waits for", ("main", "a: b"))
    assert claim.line == "waits for: main, a: b"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("overlap: a, b, c", "a, b and c are under way at once"),
        ("never overlap: a, b", "a and b are never under way at once"),
        ("never overlap: a, b, c", "no two of a, b and c are ever under way at once"),
        ("never overlap: a", "no two of a are ever under way at once"),
        ("run at once: a, b", "a and b run at the same time"),
        ("wait at once: a, b", "a and b wait at the same time"),
        ("take turns: a, b", "a and b are under way at once, and run in turns"),
        ("in order: a, b, c", "a, then b, then c, one after the other"),
        ("ends before: a, b", "a ends before b does"),
        ("never begins: a", "a never begins"),
        ("never begins: a, b", "a and b never begin"),
        ("waits for: a, b", "a waits for b"),
        ("cancelled: a", "a is cancelled"),
        ("cancelled: a, b", "a and b are cancelled"),
        ("unfinished: a", "a does not come to an end"),
        ("unfinished: a, b", "a and b do not come to an end"),
    ],
)
def test_a_claim_is_a_sentence(line: str, sentence: str) -> None:
    """Each word, of one and of several."""
    assert parse(line).sentence == sentence


def test_what_runs_is_what_does_not_wait() -> None:
    """Waits may lie in one another, in any order; those of other times do not count."""
    waits = [Span("waits", "x", *at) for at in ((50, 60), (10, 30), (12, 20), (30, 40), (90, 99))]
    one = lane("a", 0, 100, Span("starts", "x", 0, 5), *waits, Span("unit", "u", 15, 90))
    known = actors(Trace(FACTS, (one,)))
    ((whole,), (unit,)) = known["a"], known["u"]

    assert whole.running == [(5, 10), (40, 50), (60, 90), (99, 100)]
    assert unit.running == [(40, 50), (60, 90)]
    assert [(span.begin, span.end) for span in unit.idle] == [
        (50, 60),
        (10, 30),
        (12, 20),
        (30, 40),
    ]
    assert (whole.whole, unit.whole) == ([(0, 100)], [(15, 90)])


def test_a_name_is_that_of_a_lane_of_a_unit_or_of_one_in_another() -> None:
    """What begins where the outer one ends is still in it."""
    inner = (Span("holds", "lock", 20, 30), Span("holds", "late", 31, 32), Span("waits", "x", 5, 6))
    one = lane("a", 10, 40, Span("unit", "u", 10, 30), Span("unit", "v", 30, 40), *inner)

    assert sorted(actors(Trace(FACTS, (one,)))) == [
        *("a", "a in late", "a in lock", "a in u", "a in v"),
        *("u", "u in lock", "u in v", "v", "v in late"),
    ]
