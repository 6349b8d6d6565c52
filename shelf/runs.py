"""What is on record of a program: where it was run, and what came of it.

Cells of a program that has changed since count as not run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from shelf.conditions import START_METHODS, SYSTEM_NAMES, SYSTEMS, Cell, Condition
from shelf.header import Header
from shelf.ledger import FAILED, NOT_RUN, PASSED, Matrix, brief, cells, current, state
from shelf.sample import Sample
from shelf.support import METHODS, only_observed, place_name, places
from shelf.words import counted, listed, python_order, pythons


@dataclass(frozen=True)
class Run:
    """One program on one Python of one system; `cells` holds words by start method."""

    python: str
    version: str
    system: str
    date: str
    cells: Mapping[str, str]

    @property
    def name(self) -> str:
        """The exact version, with t where the build is the free-threaded one."""
        return self.version + ("t" if self.python.endswith("t") else "")

    @property
    def outcome(self) -> dict[str, str]:
        """The words of every start method that the system has; "not run" without a cell."""
        known = dict.fromkeys(METHODS[self.system], NOT_RUN)
        return {**known, **self.cells}

    def methods(self, word: str) -> list[str]:
        """The start methods whose cell says `word`: "passed", "failed" or "not run"."""
        return [m for m, words in self.outcome.items() if state(words) == word]

    @property
    def tried(self) -> bool:
        """Whether the program ran there at all."""
        return bool(self.methods(PASSED) or self.methods(FAILED))

    def whole(self, header: Header) -> bool:
        """Whether every start method passed that the system has and `header` admits."""
        wanted = [m for m in METHODS[self.system] if m in (header.start_methods or START_METHODS)]
        return bool(wanted) and all(self.cells.get(m) == PASSED for m in wanted)


@dataclass(frozen=True)
class Record:
    """The matrix of a checkout, and which Pythons the project supports or only observes."""

    matrix: Matrix
    supported: tuple[str, ...]
    observed: tuple[str, ...] = ()

    @cached_property
    def _entries(self) -> dict[str, list[Matrix]]:
        """The runs that hold a program, by its stem, each less the other programs."""
        found: dict[str, list[Matrix]] = {}
        for run in self.matrix["runs"]:
            for stem, entry in run["programs"].items():
                found.setdefault(stem, []).append({**run, "programs": {stem: entry}})
        return found

    @cached_property
    def _stood(self) -> dict[str, tuple[str, Standing]]:
        """What was made of each program, and of which state of it."""
        return {}

    def standing(self, sample: Sample) -> Standing:
        """What the runs of `sample` as it is now come to."""
        made = self._stood.get(sample.stem)
        if made is None or made[0] != sample.digest:
            seen = {"runs": self._entries.get(sample.stem, [])}
            runs = [
                Run(run["python"], run["version"], run["system"], entry["date"], entry["cells"])
                for run in current(seen, {sample.stem: sample})["runs"]
                for entry in run["programs"].values()
            ]
            made = sample.digest, stand(sample.header, runs, self.supported, self.observed)
            self._stood[sample.stem] = made
        return made[1]

    def runs(self, sample: Sample) -> list[Run]:
        """The runs of `sample` as it is now."""
        return self.standing(sample).runs

    def outdated(self, sample: Sample, transcript: Path) -> bool:
        """Whether a program was edited after its transcript was recorded, as a clock sees it.

        A checkout writes files at any time, so a run on record settles it first.
        """
        older = transcript.stat().st_mtime_ns < sample.path.stat().st_mtime_ns
        return older and not self.runs(sample)

    @cached_property
    def systems(self) -> list[str]:
        """The systems that have runs."""
        return [s for s in SYSTEMS if any(run["system"] == s for run in self.matrix["runs"])]

    @cached_property
    def pythons(self) -> list[str]:
        """The supported Pythons, and others that were run; the free-threaded after their kin."""
        seen = {run["python"] for run in self.matrix["runs"]}
        return sorted({*self.supported, *seen}, key=python_order)

    def stale(self, known: Iterable[Sample]) -> tuple[list[str], list[str]]:
        """The programs that changed since they were run, and those that were never run."""
        changed, never = [], []
        for sample in known:
            entries = self._entries.get(sample.stem, [])
            if not entries:
                never.append(sample.stem)
            elif len(self.runs(sample)) < len(entries):
                changed.append(sample.stem)
        return changed, never


@dataclass(frozen=True)
class Standing:
    """What the runs of one program come to, made once for each program and record.

    ``tried`` are the runs in which it ran at all, ``failing`` those of them with a
    cell that failed, and ``differing`` those where that is only observed.
    ``whole`` are the Pythons on which every start method passed that it admits;
    with ``everywhere`` these are all supported ones that it is meant for.
    """

    runs: list[Run]
    tried: list[Run]
    failing: list[Run]
    differing: list[Run]
    whole: frozenset[str]
    everywhere: bool


def stand(
    header: Header, runs: list[Run], supported: Iterable[str], observed: Iterable[str] = ()
) -> Standing:
    """What `runs` come to, of a program with that header."""
    tried = [run for run in runs if run.tried]
    whole = frozenset(run.python for run in tried if run.whole(header))
    everywhere = whole.issuperset(tag for tag in supported if admits(header, tag))
    failing: list[Run] = []
    differing: list[Run] = []
    for run in tried:
        if run.methods(FAILED):
            observing = only_observed((run.system, run.python), observed)
            (differing if observing else failing).append(run)
    return Standing(runs, tried, failing, differing, whole, everywhere)


def admits(header: Header, tag: str) -> bool:
    """Whether a program is meant for the Python called `tag`."""
    needs = Condition(header.requires.python, header.requires.gil)
    cell = Cell(tag.removesuffix("t"), not tag.endswith("t"), START_METHODS[0], SYSTEMS[0])
    return needs.fits(cell)


def gaps(record: Record, header: Header, runs: Iterable[Run]) -> list[str]:
    """Where a program is meant to run and did not, as ["Python 3.15t", "macOS"]."""
    seen = {(run.system, run.python) for run in runs if run.tried}
    admitted = [tag for tag in record.supported if admits(header, tag)]
    systems = header.requires.systems or SYSTEMS
    here = [system for system in systems if any(system == s for s, _ in seen)]
    missing: dict[str, list[str]] = {}
    for system in here:
        absent = [tag for tag in admitted if (system, tag) not in seen]
        missing.setdefault(pythons(absent, record.supported), []).append(SYSTEM_NAMES[system])
    found = [
        f"Python {words}" + (f" on {listed(names)}" if len(here) > 1 else "")
        for words, names in missing.items()
        if words
    ]
    return found + [SYSTEM_NAMES[system] for system in systems if system not in here]


def unrun(record: Record) -> list[str]:
    """Where nothing was run that is supported, as ["Python 3.15t", "macOS"]."""
    everything = [
        Run(run["python"], run["version"], run["system"], "", {"spawn": PASSED})
        for run in record.matrix["runs"]
        if run["programs"]
    ]
    return gaps(record, Header(), everything)


def unchecked(record: Record, known: Iterable[Sample]) -> str:
    """What a record does not answer for, in one line; "" if it answers for every cell."""
    if not record.systems:
        return "Cells not run on this record: all of them; make matrix"
    parts = [", ".join(unrun(record))]
    changed, never = record.stale(known)
    if changed:
        parts.append(f"{counted(len(changed), 'program')} changed since they were run")
    if never:
        parts.append(f"{counted(len(never), 'program')} never run")
    if stale := sorted(changed + never):
        few = f' ONLY="{" ".join(stale)}"' if len(stale) <= 3 else ""
        parts[-1] += f": make matrix{few}"
    parts = [part for part in parts if part]
    return f"Cells not run on this record: {'; '.join(parts)}" if parts else ""


#: Column of a program: its system ("" where there is no run at all) and Python.
Column = tuple[str, str]
#: What a program's cells on one Python come to.
KINDS = ("passed", "failed", "unmeant", "unrun")


def columns(record: Record) -> list[Column]:
    """Every supported Python, for each system that has runs."""
    return [(system, tag) for system in record.systems or [""] for tag in record.pythons]


def kind(run: Run | None) -> str:
    """Which of `KINDS` a program's cells on one Python are; None is no run at all."""
    if run is None:
        return "unrun"
    if run.methods(FAILED):
        return "failed"
    if run.methods(PASSED):
        return "passed"
    return "unmeant" if all(words != NOT_RUN for words in run.outcome.values()) else "unrun"


def count(record: Record, known: Sequence[Sample]) -> Counter[str]:
    """How many cells passed, failed, are not meant, and were not run; start methods count."""
    found: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    for sample in known:
        runs = {(run.system, run.python): run for run in record.runs(sample)}
        for system, tag in columns(record):
            run = runs.get((system, tag))
            for words in (run or Run(tag, "", system or "linux", "", {})).outcome.values():
                came = state(words)
                kind_ = "unrun" if words == NOT_RUN else "unmeant"
                found[kind_ if came == NOT_RUN else came] += 1
    return found


def undelivered(record: Record, delivered: Iterable[Matrix]) -> list[str]:
    """The required Pythons and systems that are in none of the delivered matrices, by name."""
    came = {(run["system"], run["python"]) for one in delivered for run in one["runs"]}
    required = [at for at in places(record.supported) if not only_observed(at, record.observed)]
    return [place_name(at) for at in required if at not in came]


def required_failures(record: Record) -> list[tuple[str, ...]]:
    """The cells on record that failed where that is more than observed."""
    return [
        cell
        for cell in cells(record.matrix)
        if state(cell[4]) == FAILED and not only_observed(cell[1:3], record.observed)
    ]


def differences(record: Record, name: str) -> str:
    """What failed, or has not come at all, on an observed system or Python; Markdown, or ""."""
    there = [at for at in places(record.supported) if name in at]
    have = {(run["system"], run["python"]) for run in record.matrix["runs"] if run["programs"]}
    lines = [f"- {place_name(at)}: no cells came" for at in there if at not in have]
    by_program: dict[str, list[str]] = {}
    for stem, system, python, method, words, _ in cells(record.matrix):
        if name in (system, python) and state(words) == FAILED:
            told = f"Python {python} on {SYSTEM_NAMES[system]}, {method}: {brief(words)}"
            by_program.setdefault(stem, []).append(told)
    for stem, found in sorted(by_program.items()):
        lines += [f"- `{stem}`", *(f"    - {one}" for one in found)]
    return "\n".join([*lines, ""]) if lines else ""
