"""What a check says when it fails: four parts, so that the message teaches."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    ``what`` is wrong (expected against seen), ``where`` (page and line, or
    program, interpreter and start method), ``why`` it matters in one
    sentence, and the one ``cure``, a command or an edit.
    """

    what: str
    where: str
    why: str
    cure: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}\n  why: {self.why}\n  cure: {self.cure}"


def report(faults: list[Fault]) -> str:
    """All faults as one message, one after another; one that many runs have is told once."""
    return "\n\n".join(str(fault) for fault in _once(faults))


def _once(faults: list[Fault]) -> list[Fault]:
    """The faults, those that differ in the run alone as one that names the other runs."""
    groups: dict[object, list[Fault]] = {}
    for fault in faults:
        place, on, _ = fault.where.partition(" on Python ")
        what = fault.what.partition("\n")[0].rstrip("0123456789").rstrip(":")
        key = (place, what) if on else fault
        groups.setdefault(key, []).append(fault)
    return [
        replace(first, where=f"{first.where} (and {len(others)} more: {_runs(others)})")
        if others
        else first
        for first, *others in groups.values()
    ]


def _runs(faults: list[Fault]) -> str:
    runs = dict.fromkeys(fault.where.partition(" on Python ")[2] for fault in faults)
    return "; ".join(runs)


def short_diff(expected: str, seen: str, names: tuple[str, str], most: int = 24) -> str:
    """A unified diff of at most `most` lines, indented to stand in a message."""
    lines = list(
        difflib.unified_diff(expected.splitlines(), seen.splitlines(), *names, lineterm="", n=1)
    )
    if len(lines) > most:
        lines[most:] = [f"... and {len(lines) - most} more lines"]
    return "\n".join(f"    {line}" for line in lines)
