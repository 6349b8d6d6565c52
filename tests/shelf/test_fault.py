"""A fault says four things, and one that many runs have is told once."""

from __future__ import annotations

from shelf.fault import Fault, report, short_diff
from shelf.wrong import Wrong


def on(run: str, what: str = "printed 3", stem: str = "threads/a") -> Fault:
    """A fault of a program on one Python."""
    return Fault(what, f"{stem} on Python {run}", "it is no proof", "make record")


def test_a_fault_says_what_where_why_and_the_cure() -> None:
    assert str(on("3.14, fork")) == (
        "threads/a on Python 3.14, fork: printed 3\n  why: it is no proof\n  cure: make record"
    )


def test_all_faults_stand_in_one_message() -> None:
    """A blank line between them, in the order in which they were found."""
    one, two = Fault("b", "docs/b.md:3", "why", "cure"), Fault("a", "docs/a.md:3", "why", "cure")

    assert report([one, two]) == f"{one}\n\n{two}"
    assert report([]) == ""


def test_one_that_many_runs_have_is_told_once() -> None:
    """With the other runs, each once; a number at its end, or more lines, do not matter."""
    runs = [on("3.11, fork"), on("3.14, fork", "printed 4"), on("3.14, spawn", "printed 3\n+ 4")]
    told = report([*runs, runs[1]])

    assert told.startswith(
        "threads/a on Python 3.11, fork (and 3 more: 3.14, fork; 3.14, spawn): printed 3\n"
    )
    assert told.count("cure:") == 1


def test_what_differs_in_more_than_the_run_is_told_apart() -> None:
    """Another program, another thing, or no run at all."""
    faults = [on("3.11"), on("3.11", stem="threads/b"), on("3.11", "did not end: 12")]
    pages = [Fault("a line 3", "docs/a.md", "why", "cure"), Fault("a line 4", "docs/a.md", "", "")]

    assert report([*faults, *pages]).count("cure:") == 5
    for one, other in (("no end: 12", "no end: 7"), ("not as in x.txt:3", "not as in x.txt")):
        assert report([on("3.11", one), on("3.12", other)]).count("cure:") == 1


def test_a_diff_stands_indented_and_is_cut() -> None:
    """What was expected, what was seen, a line around it, and how much more there is."""
    expected, seen = "one\nno 2\nno three\nfour\n", "one\nno 2\nno 3\nfour\n"
    whole = short_diff(expected, seen, ("expected", "seen"))

    assert whole.split("\n") == [
        *("    --- expected", "    +++ seen", "    @@ -2,3 +2,3 @@"),
        *("     no 2", "    -no three", "    +no 3", "     four"),
    ]
    assert short_diff(expected, seen, ("expected", "seen"), most=7) == whole
    cut = short_diff(expected, seen, ("expected", "seen"), most=5).split("\n")
    assert cut == [*whole.split("\n")[:5], "    ... and 2 more lines"]
    assert short_diff("", "a\n" * 30, ("", "")).count("\n") == 24


def test_what_is_wrong_has_its_place_and_its_cure() -> None:
    """Each of them may be missing."""
    wrong = Wrong("no shape", where="a.md:3", cure="write one")

    assert (str(wrong), wrong.words) == ("a.md:3: no shape; write one", "no shape; write one")
    assert str(Wrong("no shape")) == Wrong("no shape").words == "no shape"
    assert str(Wrong("no shape", where="a.md")) == "a.md: no shape"
