"""Messages: how a check says what it found, and what every message has to hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shelf.fault import Fault, report

#: Where a fault is: a file of the checkout and its line, or the run of a program.
PLACE = re.compile(
    r"(?P<path>[\w./-]+?)(?::(?P<line>\d+))?(?: on Python (?P<run>.+?))?(?: \(.+\))?"
)
#: How a cure may begin: with a command, or with what is to be done.
DOING = frozenset(
    "add answer begin break close copy correct end give have hold indent join keep leave let link"
    " look make mend move name offer print put remove rename show take type use write".split()
)


class Found(pytest.fail.Exception):
    """Faults that a check has found: their words, and without a line of the check's source."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(report(faults), pytrace=False)
        self.faults = faults


def no(faults: list[Fault]) -> None:
    """Fail with the words of the faults."""
    if faults:
        raise Found(faults)


def lacks(fault: Fault, root: Path) -> list[str]:
    """What a message lacks: a part, a file that is there, its line or run, or something to do."""
    found = [name for name in ("what", "where", "why", "cure") if not getattr(fault, name).strip()]
    match = PLACE.fullmatch(fault.where)
    file = root / match["path"] if match else root / "nowhere"
    if match is None or not file.exists():
        found.append(f"a file of the checkout in {fault.where!r}")
    elif match["line"]:
        lines = file.read_text(encoding="utf-8").count("\n") + 1
        if not 0 < int(match["line"]) <= lines:
            found.append(f"a line that {match['path']} has, which has {lines}")
    elif ", " not in (match["run"] or ""):
        found.append(f"a line, or Python and start method, in {fault.where!r}")
    if fault.why[:1].isupper() or re.search(r"[.!?]( |$)", fault.why):
        found.append(f"one sentence that says why, without a full stop: {fault.why!r}")
    if not DOING & set(re.findall(r"[a-z]+", fault.cure.lower())):
        found.append(f"something to do in {fault.cure!r}")
    return found
