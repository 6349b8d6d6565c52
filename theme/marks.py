"""The words that stand beside a program: where it runs, and how its run ends."""

from __future__ import annotations

from dataclasses import dataclass

from recorder import Expectation, Header, version_words
from recorder.header import SYSTEM_NAMES


@dataclass(frozen=True)
class Mark:
    """One chip: its words, and the kind that gives it its shape."""

    words: str
    kind: str


EVERY_PYTHON = Mark("Every supported Python", "python")


def marks(header: Header) -> list[Mark]:
    """Where a program runs, by what it says of itself."""
    needs = header.requires
    found = []
    if needs.python:
        found.append(Mark(version_words(needs.python), "python"))
    if needs.gil is not None:
        words = "Needs the GIL" if needs.gil else "Free-threaded build only"
        found.append(Mark(words, "build"))
    if not found:
        found.append(EVERY_PYTHON)
    if needs.systems:
        names = [SYSTEM_NAMES[system] for system in needs.systems]
        found.append(Mark(" and ".join(filter(None, (", ".join(names[:-1]), names[-1]))), "system"))
    return found


def ending(expectation: Expectation) -> str:
    """How a run ends, "" if it ends well."""
    if expectation.outcome == "error":
        return f"ends with exit status 1: {error_type(expectation)}"
    if expectation.outcome == "hang":
        unit = "second" if expectation.limit == 1 else "seconds"
        return f"never ends: stopped after {expectation.limit:g} {unit}"
    if expectation.outcome == "killed":
        return f"killed by {expectation.signal}"
    return ""


def trouble(expectation: Expectation) -> str:
    """What is wrong with a run in few words, "" if that is not in how it ends."""
    return {
        "ok": "",
        "error": f"ends with {error_type(expectation)}",
        "hang": "never ends",
        "killed": f"is killed by {expectation.signal}",
    }[expectation.outcome]


def error_type(expectation: Expectation) -> str:
    """The type of the expected error: "BrokenBarrierError" of "threading.BrokenBarrierError"."""
    return expectation.error.partition(":")[0].rpartition(".")[2]
