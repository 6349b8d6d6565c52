"""A claim about a trace is understood, holds where it is so, and says what was seen where not."""

from __future__ import annotations

import pytest

from shelf.shape import ShapeError, parse, wrong
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
        lane("dan", 0, 90, Span("waits", "its turn", 0, 30), ending="cut off"),
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
        ("waits for: ada, bob", "ada waits for a barrier"),
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
        ("waits for: ada, bob, cleo", "two names"),
    ],
)
def test_what_claims_nothing_is_told(line: str, says: str) -> None:
    """A word that is none, and too few or too many names."""
    with pytest.raises(ShapeError, match=says):
        parse(line)
