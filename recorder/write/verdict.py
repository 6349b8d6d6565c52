"""How a program took what was done to it, and what is to be said of one that did not end well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from recorder.hold.conduct import place
from recorder.run.once import Result
from recorder.write import strike
from recorder.write.strike import Place
from shelf.conditions import Cell
from shelf.deeds import DEEDS
from shelf.fault import Fault
from shelf.sample import Sample
from shelf.trials import (
    ENDED,
    HUNG,
    LEFT,
    OTHER,
    SILENT,
    STATUS,
)

#: Who is meant by each kind of place, in words.
WHO = {
    "main": "in the main thread",
    "thread": "in a thread",
    "process": "in a worker process",
    "interpreter": "in a subinterpreter",
}

#: The digest of something in the name of a file.
DIGEST = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{64})(?![0-9a-f])")
#: A line that shows how far a program is.
BAR = re.compile(r"\[[#-]*\] +\d+%")


@dataclass(frozen=True)
class Trial:
    """One thing done to a program at one place, and how that came out."""

    deed: str
    place: Place
    outcome: str
    faults: tuple[Fault, ...] = ()


def judge(
    sample: Sample,
    cell: Cell,
    deed: str,
    at: Place,
    usual: Result,
    result: Result,
    shared: Iterable[str] = (),
) -> Trial:
    """How a program took what was done to it."""
    family = DEEDS[deed].family
    who = f" at line {at.line}, {WHO[at.role]}" if at.role else ""
    after = f"after this: {DEEDS[deed].words}{who}"
    line = f":{at.line}" if at.line else ""
    where = place(sample, cell).replace(".py", f".py{line}", 1)
    command = f"make use ONLY={sample.stem}"

    def bad(outcome: str, what: str, why: str, cure: str) -> Trial:
        fault = Fault(what, where, why, f"{cure}; then: {command}")
        return Trial(deed, at, outcome, (fault,))

    if result.stopped:
        stands = "".join(f"\n    {one}" for one in result.stands)
        return bad(
            HUNG,
            f"does not end {after}; {state(result)}{stands}",
            "whoever builds on it is left hanging, without a word",
            cure_of_hang(family, at.role),
        )
    files = left_over(result.left, usual.left)
    if result.leftovers or files or shared:
        return bad(
            LEFT,
            f"leaves behind, {after}: {remains(result.leftovers, files, list(shared))}",
            "what outlives a program eats the machine, until somebody looks",
            "stop and join, or unlink, in a finally, and turn SIGTERM into an exception"
            if family == "sigterm"
            else "stop and join, close or unlink it in a finally or a with block",
        )
    if result.cut or result.undecodable or result.read_input:
        return bad(OTHER, f"{result.ending}, {after}", "nobody can read that", "print less")
    if family == "grow":
        return grown_well(sample, deed, at, usual, result, bad, after)
    if whole(usual, result) and result.status == sample.header.case(cell).expectation.status:
        return Trial(deed, at, ENDED)  # it made up for what was done to it
    if result.status == 0:
        return bad(
            STATUS,
            f"ends with status 0 {after}\n{tail(result)}",
            "a script or a scheduler takes the failure for success",
            "let the error out of main, or end with sys.exit(1) after a failure",
        )
    if not shown(family, deed, usual, result):
        return bad(
            SILENT,
            f"{result.ending}, and shows nothing of the error {after}\n{tail(result)}",
            "nobody can mend an error that is not seen",
            "log or print it with its type and its message, or let it out of main",
        )
    return Trial(deed, at, ENDED)


def left_over(left: Iterable[str], usual: Iterable[str]) -> list[str]:
    """The files that lie there after a trial and do not after a run that went well.

    A result that is named by the digest of what it comes from, such as an
    address with the port of the day, has another name in each run.
    """
    known = {DIGEST.sub("<digest>", name) for name in usual}
    return sorted(name for name in set(left) if DIGEST.sub("<digest>", name) not in known)


def remains(processes: Iterable[str], files: list[str], shared: list[str]) -> str:
    """What was left, counted by its kind where the names are nobody's choice."""
    names = Counter(
        "the resource tracker" if "resource_tracker" in words else "a process of the program"
        for words in processes
    )
    semaphores = [name for name in shared if name.startswith("sem.")]
    parts = [f"{number} × {name}" if number > 1 else name for name, number in names.items()]
    parts += files
    parts += [f"/dev/shm/{name}" for name in shared if name not in semaphores]
    parts += [f"{len(semaphores)} × a semaphore in /dev/shm"] if semaphores else []
    return "; ".join(parts)


def state(result: Result) -> str:
    """In which state it was found that does not end, in words."""
    if result.stopped == "stuck":
        return "every thread is in a wait without a limit"
    return f"{result.stopped} after {strike.LIMIT:g} s"


def grown_well(
    sample: Sample, deed: str, at: Place, usual: Result, result: Result, bad: object, after: str
) -> Trial:
    """How a program took another number of items or workers."""
    assert callable(bad)
    loud = bool(sample.header.arranged) and bool(result.status) and result.error is not None
    well = result.status == 0 or (result.status, result.signal) == (usual.status, usual.signal)
    if not well and not loud:
        trial: Trial = bad(
            STATUS,
            f"{result.ending} {after}\n{tail(result)}",
            "it works for the number in the example alone",
            "have it cope with none, one and many, or name items and workers in its header"
            ' ([tool.sample.grow] items = "NAME")',
        )
        return trial
    invariant = sample.header.grow.invariant
    if invariant and not loud and not re.search(invariant, result.text):
        broken: Trial = bad(
            OTHER,
            f"what it prints no longer matches {invariant!r} {after}\n{tail(result)}",
            "what the program shows has to hold for other numbers too",
            "mend the program, or its invariant",
        )
        return broken
    return Trial(deed, at, ENDED)


def whole(usual: Result, result: Result) -> bool:
    """Whether a run printed all that it prints when nothing is done to it."""
    return not Counter(stays(usual.text).split()) - Counter(stays(result.text).split())


def stays(text: str) -> str:
    """What stands there in the end: of a bar that is drawn again, in place or below, the last."""
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n")]
    after = [*lines[1:], ""]
    pairs = zip(lines, after, strict=True)
    return "\n".join(one for one, then in pairs if not (BAR.match(one) and BAR.match(then)))


def shown(family: str, deed: str, usual: Result, result: Result) -> bool:
    """Whether a reader of the output sees that something went wrong, and what."""
    if family == "raise" and deed != "keyboard":
        name = {"error": "Struck", "memory": "MemoryError", "unbuildable": "Unbuildable"}[deed]
        return name in result.text or "struck at line" in result.text
    if family == "kill":
        return bool(Counter(result.text.split()) - Counter(usual.text.split()))
    return True


def cure_of_hang(family: str, role: str) -> str:
    """What mends a program that does not end."""
    if family == "kill":
        return "wait on the sentinels of the processes too, and give each wait a limit"
    if family == "grow":
        return "arrange nothing that hangs on the number, and give each wait a limit"
    if role == "main" or family in ("interrupt", "sigterm"):
        return (
            "stop the workers in a finally that begins before the first of them,"
            " and give each wait a limit"
        )
    return "catch and report in the worker whatever is raised, and give each wait a limit"


def tail(result: Result, lines: int = 8) -> str:
    """The end of what a run printed."""
    return "\n".join(f"    {line}" for line in result.text.splitlines()[-lines:])


def together(trials: Iterable[Trial]) -> list[Fault]:
    """The faults of a program, those of one kind as one: the first, and where else."""
    kinds: dict[tuple[str, str, str], list[Trial]] = {}
    for trial in trials:
        if trial.faults:
            key = trial.outcome, DEEDS[trial.deed].family, trial.place.role
            kinds.setdefault(key, []).append(trial)
    found = []
    for first, *others in kinds.values():
        (fault,) = first.faults
        if others:
            places = "; ".join(f"{one.deed} {one.place}" for one in others)
            fault = replace(fault, what=f"{fault.what}\n    likewise: {places}")
        found.append(fault)
    return found
