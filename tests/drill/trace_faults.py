"""Faults in traces, and in what a page claims of them."""

from __future__ import annotations

from tests.drill.look import drawn, fresh, shelf, traces
from tests.drill.plant import Case, both, copy, edit, remove

PAGE = "docs/threads/in-time.md"
TALLY = "snippets/threads/tally.py"
TRACE = "snippets/threads/tally.trace.json"
DRAWN = drawn("threads/in-time")
FRESH = fresh("threads/tally")

#: Seen when a page is drawn, or when the record is read.
READING = [
    Case(
        "trace of an older program",
        edit(TALLY, "both come at once", "both come together"),
        traces("traces_are_fresh"),
        (
            "snippets/threads/tally.trace.json is of another state of the program",
            "make trace ONLY=threads/tally",
        ),
    ),
    Case(
        "timeline of an older trace",
        edit(TALLY, "both come at once", "both come together"),
        DRAWN,
        (f"{PAGE}:5: snippets/threads/tally.trace.json is of another state of the program",),
    ),
    Case(
        "trace missing",
        remove(TRACE),
        DRAWN,
        (f"{PAGE}:5: there is no trace", "make trace ONLY=threads/tally"),
    ),
    Case(
        "lane that was given another name",
        edit(TRACE, '"name": "vote 1"', '"name": "vote 3"'),
        shelf("as_they_were_written"),
        (f"{TRACE}:1", "its seal does not fit", "make trace ONLY=threads/tally"),
    ),
    Case(
        "trace that is none",
        edit(TRACE, '"ph"', '"pf"'),
        DRAWN,
        (f"{PAGE}:5: snippets/threads/tally.trace.json is no trace",),
    ),
    Case(
        "shape that is false",
        edit(PAGE, "never overlap: vote 1 in lock", "overlap: vote 1 in lock"),
        DRAWN,
        (
            f"{PAGE}:8: the trace of threads/tally does not show 'overlap: vote 1 in lock,",
            "at no moment are all of them under way",
        ),
    ),
    Case(
        "shape of nobody",
        edit(PAGE, "overlap: vote 1, vote 2", "overlap: vote 1, voter 2"),
        DRAWN,
        (f"{PAGE}:7: ", "there is no 'voter 2' in the trace", "did you mean vote 2"),
    ),
    Case(
        "word that claims nothing",
        edit(PAGE, "overlap: vote 1, vote 2", "overlaps: vote 1, vote 2"),
        DRAWN,
        (f"{PAGE}:7: 'overlaps: vote 1, vote 2' claims nothing", "did you mean overlap"),
    ),
    Case(
        "timeline that claims nothing",
        both(
            edit(PAGE, "overlap: vote 1, vote 2\n", ""),
            edit(PAGE, "never overlap: vote 1 in lock, vote 2 in lock\n", ""),
        ),
        DRAWN,
        (f"{PAGE}:6: nothing is claimed of threads/tally",),
    ),
    Case(
        "timeline without a caption",
        edit(PAGE, "caption: Both", "Both: both"),
        DRAWN,
        (f"{PAGE}:9: 'Both: both",),
    ),
    Case(
        "trace that no page draws",
        copy(TRACE, "snippets/threads/standstill.trace.json"),
        traces("traces_are_drawn"),
        (
            "no page draws the trace threads/standstill",
            "draw it in a timeline fence that names threads/standstill; or remove it",
        ),
    ),
]
#: Seen when a program runs under watch.
RUNNING = [
    Case(
        "output that differs under watch",
        edit(TALLY, 'tally["votes"])', "2 if __import__('sys').gettrace() is None else 3)"),
        FRESH,
        (
            "under watch: prints something else than snippets/threads/tally.txt:2",
            "+votes that were counted: 3",
            "a picture of a run that went otherwise is one of another program",
        ),
    ),
    Case(
        "shape that a fresh run has not",
        edit(TALLY, "with ballot_box:", "if True:"),
        FRESH,
        (
            f"{PAGE}:8 on Python ",
            "a fresh trace of threads/tally does not show 'never overlap: vote 1 in lock",
        ),
    ),
]
