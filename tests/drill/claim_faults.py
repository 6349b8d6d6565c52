"""Sentences that are false or that nothing shows, and entries of the ledger that show nothing."""

from __future__ import annotations

from collections.abc import Callable

from tests.drill.look import claims, pages
from tests.drill.page_faults import INDEX, says
from tests.drill.plant import Case, Plant, add, after_a_commit, after_a_look, both, edit

LEDGER = "tests/ledger/threads/index.toml"
MANUAL = "https://docs.python.org/3.14/library/threading.html"
BOTH = "A lock keeps both, and no vote is lost."
IN_TIME, WRONG = "docs/threads/in-time.md", "docs/threads/wrong.md"
CAPTION = "caption: Both votes are under way, and only one holds the lock."
ANEW = "Who counts holds the lock until the other thread ends."
SHAPE = "overlap: vote 1, vote 2\n"
Moment = Callable[[Plant], Plant]
UNSHOWN = "this sentence claims something, and nothing shows it: "


def entered(says: str, evidence: str) -> Plant:
    """An entry of the ledger for a sentence of the page."""
    return add(LEDGER, f'[[claim]]\nsays = "{says}"\n{evidence}\n')


def planted(name: str, sentence: str, told: str = "") -> Case:
    """A sentence at the end of the page, which nothing there shows."""
    words = f"{UNSHOWN}{told or sentence!r}"
    return Case(name, add(INDEX, says(sentence)), claims("claims_are_answered_for"), (words,))


def turned(name: str, file: str, old: str, new: str, words: str, when: Moment) -> Case:
    """An edit that turns a line over, of which these words are told."""
    plant = when(edit(file, old, new))
    told = (f"{file}:", "says another thing than it did", words)
    return Case(name, plant, pages("pages_say_what_they_said"), told)


#: Seen when a page is read.
READING = [
    planted("false for all", "A thread never outlives the one that started it."),
    planted("false default", "By default a pool starts ten threads."),
    planted("false version", "From 3.12 on the GIL is gone."),
    planted("false version in code marks", "Take `sys.version_info >= (3, 13)` against it."),
    planted("false system", "Windows forks a process as quickly."),
    planted("false comparison", "A process is started faster than a thread."),
    planted("false promise", "What a pool has begun it can always cancel."),
    planted(
        "false item",
        "- Every exception of a thread is raised by `join`.",
        "Every exception of a thread is raised by `join`.",
    ),
    planted(
        "false row", "| pool | neither waits nor raises |", "pool | neither waits nor raises |"
    ),
    Case(
        "sentence inverted",
        both(
            edit(INDEX, "A lock keeps both.", BOTH.replace("no vote", "each vote")),
            entered(BOTH, 'program = "threads/tally"'),
        ),
        claims("the_ledger_holds"),
        (f"docs/threads/index.md has no such sentence: {BOTH!r}", f"{LEDGER}:"),
    ),
    Case(
        "test that is not there",
        both(
            edit(INDEX, "A lock keeps both.", BOTH),
            entered(BOTH, 'test = "tests/threads/test_tally.py::test_no_vote_is_lost"'),
        ),
        claims("the_ledger_holds"),
        ("there is no test tests/threads/test_tally.py::test_no_vote_is_lost",),
    ),
    Case(
        "documentation that the reader is not told of",
        both(
            edit(INDEX, "A lock keeps both.", BOTH),
            entered(
                BOTH, f'docs = "{MANUAL}"\nread = "a lock is owned by nobody"\npython = "3.14"'
            ),
        ),
        claims("the_ledger_holds"),
        ("the reader is not told that only documentation says so",),
    ),
    *(
        turned(f"{name} {ago}", file, old, new, words, when)
        for when, ago in ((after_a_commit, "now"), (after_a_look, "long ago"))
        for name, file, old, new, words in (
            ("sentence turned over", INDEX, "read before", "read after", "'Two threads lose"),
            (
                "words that changed places",
                INDEX,
                "when both read before either writes",
                "when either writes before both read",
                "run make keep, and commit tests/kept.json",
            ),
            ("caption turned over", IN_TIME, "and only one", "and no one", "no one"),
            ("caption of which less is claimed", IN_TIME, SHAPE, "", "claims less of it"),
            ("bounds widened", INDEX, "1..2 ms", "1..9 ms", "1..9 ms"),
            ("link led to another section", WRONG, "#what-happens", "#see-also", "the votes"),
        )
    ),
    *(
        Case(
            name,
            after_a_look(edit(file, old, new)),
            pages("new_lines_were_looked_at"),
            ("this is new, and nobody said that it was tried", words, f"{file}:"),
        )
        for name, file, old, new, words in (
            ("sentence written anew", INDEX, "A lock keeps both.", ANEW, ANEW),
            ("caption written anew", IN_TIME, CAPTION, "caption: Each vote waits.", "Each vote"),
        )
    ),
]
