"""Answers of engines on record: of the claims as they are, whole, and seen twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from shelf.contract import CAME, DEPARTS, ENGINES, NAME, Asked, clauses, current, read
from shelf.fault import Fault

#: On so many Pythons a departure was seen, before a page says it.
TWICE = 2


def answers_are_fresh(root: Path) -> list[Fault]:
    """Every run on record is of the claims and engines as they are now."""
    runs = read(root / NAME)
    fresh = current(runs)
    return [
        Fault(
            f"what {run.engine} answered on Python {run.python} is of other claims or releases",
            f"{NAME}:1",
            "whoever swaps engines relies on answers to the questions that are shown",
            f"make contract ONLY={run.engine} ON={run.python}",
        )
        for run in runs
        if run not in fresh
    ]


def answers_are_whole(root: Path) -> list[Fault]:
    """Every engine answered on two Pythons or more, each time to every claim."""
    runs = read(root / NAME)
    return [
        Fault(
            what,
            f"{NAME}:1",
            "a question that was not put is no promise",
            f"make contract ONLY={engine}",
        )
        for engine, what in _gaps(runs)
    ]


def _gaps(runs: list[Asked]) -> Iterator[tuple[str, str]]:
    count: dict[str, int] = defaultdict(int)
    for run in runs:
        count[run.engine] += 1
        if missing := clauses().keys() ^ run.answers.keys():
            said = ", ".join(sorted(missing))
            yield (
                run.engine,
                f"{run.engine} on Python {run.python} has no answer to, or too: {said}",
            )
        for name, answer in run.answers.items():
            if answer.came not in CAME:
                yield run.engine, f"{run.engine} on Python {run.python}: {name} {answer.came}"
    for engine in ENGINES:
        if count[engine.name] < TWICE:
            yield engine.name, f"{engine.name} answered on {count[engine.name]} Pythons"


def departures_are_seen_twice(root: Path) -> list[Fault]:
    """Each departure came on two Pythons or more."""
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for run in read(root / NAME):
        for name, answer in run.answers.items():
            if answer.came == DEPARTS:
                seen[run.engine, name].append(run.python)
    return [
        Fault(
            f"{engine} departs from {name} on Python {pythons[0]} alone",
            f"{NAME}:1",
            "what came once may have been chance",
            f"make contract ONLY={engine} on another Python, and look at what differs",
        )
        for (engine, name), pythons in seen.items()
        if len(pythons) < TWICE
    ]


CHECKS = (answers_are_fresh, answers_are_whole, departures_are_seen_twice)


# In fresh runs


def unlike(old: Asked, new: Asked) -> list[str]:
    """What came otherwise than on record; an engine may put its words otherwise each time."""
    return [
        f"{new.engine} on {new.python}: {name} {answer.came} ({answer.said}), on record"
        f" {old.answers[name].came} ({old.answers[name].said})"
        for name, answer in new.answers.items()
        if answer.came != old.answers[name].came
    ]
