"""What is on record of a program: where it was run, and what came of it.

The theme reads what `recorder.matrix` holds and runs nothing.  Cells of a
program that has changed since count as not run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from recorder import Cell, Condition, Header, Sample
from recorder.header import START_METHODS, SYSTEM_NAMES, SYSTEMS
from recorder.matrix import NOT_RUN, PASSED, Matrix, current
from theme.words import counted, listed, place, pythons

#: The start methods that a system has.
METHODS = {"linux": START_METHODS, "macos": START_METHODS, "windows": ("spawn",)}


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
        return [m for m, words in self.outcome.items() if words.partition(":")[0] == word]

    @property
    def tried(self) -> bool:
        """Whether the program ran there at all."""
        return bool(self.methods(PASSED) or self.methods("failed"))

    def whole(self, header: Header) -> bool:
        """Whether every start method passed that the system has and `header` admits."""
        wanted = [m for m in METHODS[self.system] if m in (header.start_methods or START_METHODS)]
        return bool(wanted) and all(self.cells.get(m) == PASSED for m in wanted)


@dataclass(frozen=True)
class Record:
    """The matrix of a checkout, and the Pythons that the project supports."""

    matrix: Matrix
    supported: tuple[str, ...]

    @cached_property
    def _entries(self) -> dict[str, list[Matrix]]:
        """The runs that hold a program, by its stem, each less the other programs."""
        found: dict[str, list[Matrix]] = {}
        for run in self.matrix["runs"]:
            for stem, entry in run["programs"].items():
                found.setdefault(stem, []).append({**run, "programs": {stem: entry}})
        return found

    def runs(self, sample: Sample) -> list[Run]:
        """The runs of `sample` as it is now."""
        seen = {"runs": self._entries.get(sample.stem, [])}
        return [
            Run(run["python"], run["version"], run["system"], entry["date"], entry["cells"])
            for run in current(seen, {sample.stem: sample})["runs"]
            for entry in run["programs"].values()
        ]

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
        return sorted({*self.supported, *seen}, key=place)

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
