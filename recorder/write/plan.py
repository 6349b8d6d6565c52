"""What is to be done to a program, and where: a run without a blow tells which places it has."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from recorder.cell import natural_cell, runs_on
from recorder.pythons.interpreters import Interpreter
from recorder.run.once import Result
from recorder.write.strike import Place, trial_of
from shelf.conditions import Cell
from shelf.sample import Sample

KINDS = ("keyboard", "memory", "unbuildable")
SIGNALS = ("interrupt", "group", "twice", "terminate")
#: A program with more places than this is run and not read, and so many are struck.
MOST = 200
#: Such a one, and one that loads packages at each blow, for seconds, is struck so on
#: one Python, for which each package has a wheel; elsewhere at so many, on each at others.
ONE = "3.14"
ELSEWHERE = 40
PROCESSES = re.compile(r"\bmultiprocessing\b|\bProcessPoolExecutor\b")


@dataclass(frozen=True)
class Scout:
    """What a run without a blow was seen to do."""

    result: Result
    places: tuple[tuple[str, int], ...]
    idle: tuple[int, ...]


def scout(sample: Sample, interpreter: Interpreter, cell: Cell) -> Scout:
    """Which places a program reaches, by whom, and what it prints."""
    result, noted, _ = trial_of(sample, interpreter, cell, "", Place())
    found = [line.split() for line in noted]
    places = {(role, int(line)) for kind, role, line in found_of(found, "place")}
    idle = {int(line) for _, _, line in found_of(found, "idle")}
    return Scout(result, tuple(sorted(places)), tuple(sorted(idle)))


def found_of(found: list[list[str]], kind: str) -> list[tuple[str, str, str]]:
    """The notes of one kind; on Windows two who write at once may spoil a line."""
    whole = [words for words in found if len(words) == 3 and words[2].isdigit()]
    return [(kind, role, line) for first, role, line in whole if first == kind]


def methods_of(sample: Sample, interpreter: Interpreter, only: str = "") -> list[Cell]:
    """The cells that a program is tried in: one, or one for each start method."""
    if only:
        return [interpreter.cell(only)]
    if not PROCESSES.search(sample.source) or sample.header.start_methods:
        cells = [natural_cell(sample.header, interpreter)]
    else:
        cells = interpreter.cells()
    return [cell for cell in cells if not runs_on(sample, interpreter, cell)]


def most(sample: Sample, places: int, tag: str) -> int:
    """At how many of so many places a program is struck on a Python."""
    takes_long = places > MOST or sample.header.dependencies
    return min(places, ELSEWHERE if takes_long and tag != ONE else MOST)


def plan(
    sample: Sample, scouts: dict[str, Scout], whole: bool = False, tag: str = ONE
) -> list[tuple[str, Place]]:
    """What is to be done where: the deeds of the families raise, interrupt, sigterm and kill."""
    several = len(scouts) > 1
    turns = random.Random(sample.stem)
    methods = list(scouts)
    turns.shuffle(methods)
    everywhere = sorted({one for scout in scouts.values() for one in scout.places})
    share = most(sample, len(everywhere), tag)
    if share < len(everywhere) and not whole:
        lot = turns if tag == ONE else random.Random(f"{sample.stem} {tag}")
        everywhere = sorted(lot.sample(everywhere, share))
    jobs: list[tuple[str, Place]] = []
    shift = {name: turns.randrange(12) for name in ("kinds", "signals", "kill")}

    def at(role: str, line: int, number: int) -> list[Place]:
        here = [method for method in methods if (role, line) in scouts[method].places]
        here = here if whole else [here[number % len(here)]]
        return [Place(role, line, method if several else "") for method in here]

    for number, (role, line) in enumerate(everywhere):
        kinds = KINDS if role in ("process", "interpreter") else KINDS[:2]
        some = kinds if whole else [kinds[(number + shift["kinds"]) % len(kinds)]]
        signals = SIGNALS if whole else [SIGNALS[(number + shift["signals"]) % len(SIGNALS)]]
        deeds = ["error", *some, *signals, *(["kill"] if role == "process" else [])]
        for turn, deed in enumerate(deeds):
            jobs += [(deed, one) for one in at(role, line, number + turn)]
    for method in methods:
        lines = list(scouts[method].idle)
        some_lines = lines if whole else turns.sample(lines, min(2, len(lines)))
        jobs += [("idle", Place("main", line, method if several else "")) for line in some_lines]
    return jobs
