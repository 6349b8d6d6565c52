"""One cause, one message: which faults of a run only follow from others of it.

A program that is not written as it should be has not been recorded, has no
cell, and its trace is of another state: that is one thing to mend, and the
message that names it comes first.  The others are told as soon as it is mended,
if they are still there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from shelf.fault import Fault

PROGRAM = re.compile(r"snippets/(?P<stem>[\w-]+/\w+?)(?:_broken)?[.:]")
NAMED = re.compile(r"\b(?P<stem>[a-z]+/[a-z0-9_]+?)(?:_broken)?\b(?!\.md)")
#: What is wrong with a program, by the first words of a message, in the order of mending.
#: Whatever else is said of a program's own text comes before all of these.
ORDER = (
    "no page shows",
    "there is no transcript",
    "prints something else",
    "snippets/matrix.json holds no run",
    "snippets/trials.json",
    "snippets/mutants.json",
    "no page draws the trace",
    "belongs to no variant",
    "belongs to no program",
    "snippets/",
)
#: The theme says so of what it cannot draw, and the source has been read before.
DRAWN = "nothing is built, and so nothing published, as long as a part cannot be drawn"
#: A page whose fence is not understood shows less than it seems to.
UNREAD = re.compile(r"a fence (?:called|that does not close)|there is no program '")


def causes(faults: list[Fault]) -> tuple[list[Fault], list[Fault]]:
    """The faults that have a cause of their own, each once, and those that follow from them."""
    every = list(dict.fromkeys(faults))
    following = [fault for fault in every if any(rule(fault, every) for rule in FOLLOWS)]
    return [fault for fault in every if fault not in following], following


def program_of(fault: Fault) -> str:
    """The program that a fault is about, "" if it is about none."""
    match = PROGRAM.search(fault.where) or PROGRAM.search(fault.what)
    return match["stem"] if match else ""


def rank(fault: Fault) -> int:
    """How early a program's fault is to be mended: its own text first."""
    return next((n for n, words in enumerate(ORDER, 1) if fault.what.startswith(words)), 0)


def _later(fault: Fault, every: list[Fault]) -> bool:
    """A program has a fault that is to be mended before this one."""
    stem = program_of(fault)
    mine = (1 if fault.why == DRAWN else 0, rank(fault))
    return bool(stem) and any(
        program_of(other) == stem and (1 if other.why == DRAWN else 0, rank(other)) < mine
        for other in every
    )


def _said_of_the_line(fault: Fault, every: list[Fault]) -> bool:
    """The theme stumbles where the page's own check has said what is wrong."""
    if fault.why != DRAWN:
        return False
    stems = {match["stem"] for match in NAMED.finditer(fault.what)}
    return any(
        other.why != DRAWN
        and (
            other.where == fault.where
            or stems & {match["stem"] for match in NAMED.finditer(other.what)}
        )
        for other in every
    )


def _drawn_before(fault: Fault, every: list[Fault]) -> bool:
    """The theme says the same of another line: once is enough."""
    if fault.why != DRAWN:
        return False
    alike = [other for other in every if other.why == DRAWN and _same(other, fault)]
    return alike[0] is not fault


def _same(one: Fault, other: Fault) -> bool:
    return one.what == other.what or (
        program_of(one) != "" and program_of(one) == program_of(other)
    )


def _not_read(fault: Fault, every: list[Fault]) -> bool:
    """A program seems to be on no page, where a page has a fence that nobody understands."""
    if not fault.what.startswith("no page shows"):
        return False
    return any(other is not fault and UNREAD.match(other.what) for other in every)


def _of_the_build(fault: Fault, every: list[Fault]) -> bool:
    """The build ends because of what pages and programs say for themselves."""
    if not fault.what.startswith("the build"):
        return False
    return any(other.where.startswith(("docs/", "snippets/")) for other in every)


FOLLOWS: tuple[Callable[[Fault, list[Fault]], bool], ...] = (
    _later,
    _said_of_the_line,
    _drawn_before,
    _not_read,
    _of_the_build,
)
