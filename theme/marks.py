"""The words that stand beside a program: what its runs came to, where it runs, how it ends."""

from __future__ import annotations

from dataclasses import dataclass

from shelf import Expectation, Sample, version_words
from shelf.conditions import SYSTEM_NAMES, SYSTEMS
from shelf.deeds import DEEDS, FAMILIES
from shelf.kinds import demonstration
from shelf.ledger import PASSED
from shelf.runs import Record, Run
from shelf.timing import timings
from shelf.trials import Taken
from shelf.words import listed, pythons


@dataclass(frozen=True)
class Mark:
    """One chip: its words, and the kind that gives it its shape."""

    words: str
    kind: str


EVERY_PYTHON = Mark("Every supported Python", "python")
#: What the mark of a program that passed begins with; the systems may follow.
TESTED = "✓ Tested"
#: What a broken program passes is the test that it goes wrong as its page shows.
BREAKS = "Breaks as shown"
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
    standing = record.standing(sample)
    tried, whole = standing.tried, standing.whole
    if not tried:
        return [NOT_RUN_YET, *_needs(sample, "Only ")]
    if standing.failing:
        verb = "Differs" if sample.broken else "Fails"
        words = f"✗ {verb} on {_failures(standing.failing, tried, record)}"
        return [Mark(words, "fails"), *_needs(sample, "Only ")]
    where = _on_systems(sample, tried)
    state = Mark(f"{BREAKS}{where}", "breaks") if sample.broken else Mark(TESTED + where, "tested")
    differs = [_differs(standing.differing, tried)] if standing.differing else []
    if standing.everywhere:
        needs = _needs(sample)
        everywhere = not header.requires.python and header.requires.gil is None
        return [state, *differs, *([EVERY_PYTHON] if everywhere else []), *needs]
    words = pythons(whole or {run.python for run in tried}, record.supported)
    if not whole:
        words += f", {listed(sorted({m for run in tried for m in run.methods(PASSED)}))}"
    if header.requires.python:  # one mark: what it asks for, and on which of those it ran
        words = f"{version_words(header.requires.python)}, run on {words}"
        return [state, *differs, Mark(f"Only {words}", "python"), *_needs(sample, python=False)]
    return [state, *differs, Mark(f"Python {words}", "python"), *_needs(sample, "Only ")]


def _needs(sample: Sample, only: str = "", python: bool = True) -> list[Mark]:
    """What a program asks for; `only` stands before Pythons that have not all been run.

    Without `python` that is told already.
    """
    needs = sample.header.requires
    found = [Mark(f"{name} {version}", "package") for name, version in sample.packages.items()]
    if needs.python and python:
        found.append(Mark(f"{only}{version_words(needs.python)}", "python"))
    if needs.gil is not None:
        found.append(Mark("Needs the GIL" if needs.gil else "Free-threaded build only", "build"))
    if needs.systems:
        names = [SYSTEM_NAMES[system] for system in needs.systems]
        found.append(Mark(f"{listed(names)} only", "system"))
    return found


def _on_systems(sample: Sample, tried: list[Run]) -> str:
    """The systems on which a program ran, where these are not all that it is meant for."""
    ran = {run.system for run in tried}
    if ran.issuperset(sample.header.requires.systems or SYSTEMS):
        return ""
    return f" on {listed([name for system, name in SYSTEM_NAMES.items() if system in ran])}"


def _differs(differing: list[Run], tried: list[Run]) -> Mark:
    """Where a program does otherwise than its page shows, of what is only observed."""
    parts = []
    for system, name in SYSTEM_NAMES.items():
        there = [run for run in tried if run.system == system]
        wrong = [run.python for run in differing if run.system == system]
        whole = len(wrong) == len(there)
        if wrong:
            parts.append(name if whole else f"Python {listed(wrong)} on {name}")
    return Mark(f"✗ Differs on {listed(parts)}", "fails")


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
    if expectation.status:
        return f"ends with exit status {expectation.status}"
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


BROKEN = Mark("✗ Broken on purpose", "broken")
DEMONSTRATION = Mark("◇ Demonstration", "arranged")
#: What a program took well, by the family of deeds.
TAKES = {
    "raise": "an error at any line",
    "interrupt": "Ctrl-C",
    "sigterm": "SIGTERM",
    "kill": "a killed worker",
}
OTHER_NUMBERS = "other numbers of items or workers"


def kind(sample: Sample) -> list[Mark]:
    """What is to be known of a program before anybody copies it; nothing of one for use."""
    if sample.broken:
        return [BROKEN]
    return [DEMONSTRATION] if demonstration(sample) else []


def trial_words(taken: Taken) -> list[str]:
    """How a program took what its users will do to it, in sentences; only what is on record."""
    if not taken.pythons:
        return ["Not put to trial yet."]
    found = []
    where = f"Python {listed(taken.pythons)}"
    if well := [words for family, words in TAKES.items() if family in taken.well]:
        found.append(
            f"Ends by itself after {listed(well, 'or')}: {taken.done:,} trials on {where}."
        )
    if "grow" in taken.well:
        found.append(f"Takes {OTHER_NUMBERS}.")
    for tag, places in taken.faults.items():
        told = "; ".join(f"{what} at {place}" for what, place in places.items())
        found.append(f"Not yet on Python {tag}: {told}.")
    by_reason: dict[str, list[str]] = {}
    for deed, reason in taken.spared.items():
        by_reason.setdefault(reason, []).append(deed)
    for reason, deeds in by_reason.items():
        found.append(f"Not tried: {listed(_spared(deeds), 'or')}. The reason: {reason}.")
    return found


def _spared(deeds: list[str]) -> list[str]:
    """What is not done to a program: whole families of deeds, then single ones, in words."""
    whole = [
        family
        for family in FAMILIES
        if all(name in deeds for name, deed in DEEDS.items() if deed.family == family)
    ]
    single = [DEEDS[deed] for deed in deeds if DEEDS[deed].family not in whole]
    return [
        *(TAKES.get(family, OTHER_NUMBERS) for family in whole),
        *(f"that {deed.words}" for deed in single),
    ]
