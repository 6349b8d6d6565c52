"""Sentences that are false or that nothing shows, and entries of the ledger that show nothing."""

from __future__ import annotations

from tests.drill.look import claims, pages
from tests.drill.page_faults import INDEX, says
from tests.drill.plant import Case, Plant, add, after_a_commit, after_a_look, both, edit

LEDGER = "tests/ledger/threads/index.toml"
MANUAL = "https://docs.python.org/3.14/library/threading.html"
BOTH = "A lock keeps both, and no vote is lost."
IN_TIME = "docs/threads/in-time.md"
UNSHOWN = "this sentence claims something, and nothing shows it: "


def entered(says: str, evidence: str) -> Plant:
    """An entry of the ledger for a sentence of the page."""
    return add(LEDGER, f'[[claim]]\nsays = "{says}"\n{evidence}\n')


def planted(name: str, sentence: str, told: str = "") -> Case:
    """A sentence at the end of the page, which nothing there shows."""
    words = f"{UNSHOWN}{told or sentence!r}"
    return Case(name, add(INDEX, says(sentence)), claims("claims_are_answered_for"), (words,))


def turned(name: str, file: str, old: str, new: str, words: str) -> Case:
    """An edit after a commit, which turns a sentence over by these words."""
    plant = after_a_commit(edit(file, old, new))
    return Case(name, plant, pages("sentences_are_not_turned"), (f"another thing by {words}",))


def long_ago(name: str, file: str, old: str, new: str, words: str) -> Case:
    """An edit that git has long had, which turns over what was on record."""
    plant = after_a_look(edit(file, old, new))
    return Case(name, plant, pages("sentences_say_what_they_said"), (f"{file}:", words))


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
    turned("sentence turned over", INDEX, "read before either", "read after either", "'after'"),
    turned(
        "words that change places",
        INDEX,
        "when both read before either writes",
        "when either writes before both read",
        "the order of its words",
    ),
    turned("caption turned over", IN_TIME, "and only one", "and no one", "'no'"),
    turned("caption of which less is claimed", IN_TIME, "overlap: vote 1, vote 2\n", "", "less"),
    turned(
        "link that leads to another section now",
        "docs/threads/wrong.md",
        "#what-happens",
        "#see-also",
        "another place",
    ),
    long_ago(
        "sentence turned over long ago",
        INDEX,
        "read before either",
        "read after either",
        "says another thing by the same words than when it was looked at: 'Two threads lose",
    ),
    long_ago(
        "words that changed places long ago",
        INDEX,
        "when both read before either writes",
        "when either writes before both read",
        "run .venv/bin/python -m tests.chores.keep, and commit tests/kept.json",
    ),
    long_ago("bounds widened long ago", INDEX, "1..2 ms", "1..9 ms", "1..9 ms"),
    long_ago("caption turned over long ago", IN_TIME, "and only one", "and no one", "no one"),
    long_ago(
        "link that has long led to another section",
        "docs/threads/wrong.md",
        "#what-happens",
        "#see-also",
        "the votes",
    ),
]
