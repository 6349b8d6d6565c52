"""The words that stand beside a program: what its runs came to, where it runs, how it ends."""

from __future__ import annotations

from dataclasses import dataclass

from recorder import Expectation, Header, Sample, version_words
from recorder.header import SYSTEM_NAMES
from recorder.matrix import PASSED
from recorder.timing import timings
from theme.runs import Record, Run, admits
from theme.words import listed, pythons


@dataclass(frozen=True)
class Mark:
    """One chip: its words, and the kind that gives it its shape."""

    words: str
    kind: str


EVERY_PYTHON = Mark("Every supported Python", "python")
TESTED = Mark("✓ Tested", "tested")
#: What a broken program passes is the test that it goes wrong as its page shows.
BREAKS = Mark("Breaks as shown", "breaks")
NOT_RUN_YET = Mark("Not run yet", "unrun")


def marks(sample: Sample, record: Record) -> list[Mark]:
    """What the runs of a program came to, and then where it runs.

    Whatever is said rests on cells: a start method that the program excludes
    does not count against it, and one that was not run does.
    """
    header = sample.header
    if sample.timing:
        words = f"Measured on Python {pythons(timings(sample), record.supported)}"
        return [Mark(words, "tested")]
    tried = [run for run in record.runs(sample) if run.tried]
    if not tried:
        return [NOT_RUN_YET, *_needs(header, "Only ")]
    if failing := [run for run in tried if run.methods("failed")]:
        verb = "Differs" if sample.broken else "Fails"
        words = f"✗ {verb} on {_failures(failing, tried, record)}"
        return [Mark(words, "fails"), *_needs(header, "Only ")]
    state = BREAKS if sample.broken else TESTED
    whole = {run.python for run in tried if run.whole(header)}
    if whole.issuperset(tag for tag in record.supported if admits(header, tag)):
        needs = _needs(header)
        everywhere = not header.requires.python and header.requires.gil is None
        return [state, *([EVERY_PYTHON] if everywhere else []), *needs]
    words = pythons(whole or {run.python for run in tried}, record.supported)
    if not whole:
        words += f", {listed(sorted({m for run in tried for m in run.methods(PASSED)}))}"
    return [state, Mark(f"Python {words}", "python"), *_needs(header, "Only ")]


def _needs(header: Header, only: str = "") -> list[Mark]:
    """What a program asks for; `only` stands before Pythons that have not all been run."""
    needs = header.requires
    found = []
    if needs.python:
        found.append(Mark(f"{only}{version_words(needs.python)}", "python"))
    if needs.gil is not None:
        found.append(Mark("Needs the GIL" if needs.gil else "Free-threaded build only", "build"))
    if needs.systems:
        names = [SYSTEM_NAMES[system] for system in needs.systems]
        found.append(Mark(f"{listed(names)} only", "system"))
    return found


def _failures(failing: list[Run], tried: list[Run], record: Record) -> str:
    """Where cells failed: Pythons, then start methods and systems where not all of them did."""
    parts = [pythons((run.python for run in failing), record.supported)]
    methods = {tuple(run.methods("failed")) for run in failing}
    if len(methods) == 1 and any(run.methods(PASSED) for run in failing):
        parts.append(listed(methods.pop()))
    systems = [s for s in SYSTEM_NAMES if any(run.system == s for run in failing)]
    if len(systems) < len({run.system for run in tried}):
        parts.append(listed([SYSTEM_NAMES[system] for system in systems]))
    return ", ".join(parts)


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
