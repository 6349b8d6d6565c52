"""What a timing program measured, and whether that may be published.

A program whose stem ends in ``_timing`` measures with pyperf instead of
printing.  ``make measure`` writes one file for each Python beside it,
``start_cost_timing.3.14t.json``, in pyperf's own form, so that pyperf's
commands read and compare them.  One file each, because pyperf compares the
benchmarks of two files by name.

`recorder.write.timing` measures.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyperf

from shelf.sample import Sample, digest
from shelf.seal import sealed
from shelf.support import supported
from shelf.words import nearest
from shelf.wrong import Wrong

#: The most of the processors' time that a host or other programs may take
#: during a measurement.
MOST_STOLEN = 0.01
MOST_OTHERS = 0.05


class TimingError(Wrong):
    """A measurement that may not be published."""


@dataclass(frozen=True)
class Figure:
    """One measured number.

    ``value`` is the median, in ``unit`` ("second", "byte" or "integer");
    half of the ``count`` values lie within ``spread`` of it.
    """

    key: str
    unit: str
    value: float
    spread: float
    count: int


@dataclass(frozen=True)
class Timing:
    """What one timing program measured on one Python ("3.14t").

    ``facts`` are pyperf's and the recorder's: the machine, the load, the date.
    """

    sample: Sample
    tag: str
    path: Path
    facts: Mapping[str, Any]
    figures: Mapping[str, Figure]

    @property
    def gil(self) -> bool:
        """Whether it was measured on a build with the GIL."""
        return not self.tag.endswith("t")

    @property
    def name(self) -> str:
        """How a message names the file."""
        return self.path.relative_to(self.sample.root).as_posix()

    def doubts(self) -> list[str]:
        """Why it may not be published; none if it may."""
        found = [f"was measured while {words}" for words in disturbances(self.facts)]
        if self.facts.get("program") != digest(self.sample):
            found.insert(0, "was measured by another version of its program")
        return found

    def figure(self, key: str) -> Figure:
        """The number called `key`; raises `TimingError` with the nearest keys."""
        if key not in self.figures:
            raise TimingError(f"{self.name} has no {key!r}{nearest(key, list(self.figures))}")
        return self.figures[key]


def disturbances(facts: Mapping[str, Any]) -> list[str]:
    """What else the machine did, by the facts of a measurement; none if it was quiet."""
    cores, load = facts.get("cores", 1), facts.get("load_before", math.inf)
    found = [] if load <= cores else [f"the load was {load} on {cores} cores"]
    for name, most, who in (
        ("stolen", MOST_STOLEN, "the host"),
        ("others", MOST_OTHERS, "other programs"),
    ):
        if (share := facts.get(name, 1.0)) > most:
            found.append(f"{who} took {share:.1%} of the processors, more than {most:.0%}")
    return found


def record_path(sample: Sample, tag: str) -> Path:
    """Where the measurements of `sample` on the Python `tag` stand."""
    return sample.path.with_name(f"{sample.name}.{tag}.json")


def read_timing(sample: Sample, tag: str) -> Timing:
    """The measurements of `sample` on the Python `tag`; raises `TimingError` where it cannot."""
    path = record_path(sample, tag)
    status = path.stat()
    figures, facts = _read(path, status.st_mtime_ns, status.st_size)
    return Timing(sample, tag, path, facts, figures)


@cache
def _read(path: Path, changed: int, size: int) -> tuple[dict[str, Figure], dict[str, Any]]:
    """The content of the file as it was when it was `changed`."""
    try:
        suite = pyperf.BenchmarkSuite.load(str(path))
        figures = [
            Figure(
                key=one.get_name(),
                unit=one.get_unit(),
                value=one.median(),
                spread=one.median_abs_dev(),
                count=one.get_nvalue(),
            )
            for one in suite.get_benchmarks()
        ]
        facts = dict(suite.get_metadata())
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise TimingError(
            f"holds no measurements ({error})", where=path, cure=_again(path.name)
        ) from None
    return {figure.key: figure for figure in figures}, facts


def _again(name: str) -> str:
    return f"measure again: make measure ONLY=.../{name.partition('.')[0]}"


def timings(sample: Sample) -> dict[str, Timing]:
    """The measurements of `sample` by Python, in the order of the supported ones.

    Raises `TimingError` where there is none, or where one may not be published.
    """
    found = {}
    for tag in supported(sample.root):
        if record_path(sample, tag).is_file():
            found[tag] = read_timing(sample, tag)
    if not found:
        raise TimingError(f"{sample.stem} was not measured yet: make measure ONLY={sample.stem}")
    for timing in found.values():
        for doubt in timing.doubts():
            raise TimingError(
                f"{timing.name} {doubt}", cure=f"measure again: make measure ONLY={sample.stem}"
            )
    return found


#: What is kept of pyperf's facts: none that names a person's machine or folder.
FACTS = (
    *("cpu_model_name", "perf_version", "timer", "unit"),
    *("python_compiler", "python_implementation", "python_version"),
)
RUN_FACTS = ("calibrate_loops", "inner_loops", "loops", "name", "unit")


def tidy(data: dict[str, Any]) -> dict[str, Any]:
    """pyperf's document without runs that only calibrate, and without what names this machine."""

    def kept(facts: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
        return {name: facts[name] for name in sorted(facts) if name in names}

    whole = data.get("metadata", {})
    return {
        "version": data["version"],
        "metadata": kept(whole, (*FACTS, *RUN_FACTS)),
        "benchmarks": [
            {
                "metadata": kept(benchmark.get("metadata", {}), RUN_FACTS),
                "runs": [
                    {
                        "metadata": kept(one.get("metadata", {}), RUN_FACTS),
                        "values": one["values"],
                    }
                    for one in benchmark["runs"]
                    if one.get("values")
                ],
            }
            for benchmark in data["benchmarks"]
        ],
    }


def written(data: dict[str, Any]) -> str:
    """pyperf's document, a line for each run, so that a change can be read, and sealed."""
    facts = data["metadata"] | {"seal": ""}
    lines = ["{", f' "version": {json.dumps(data["version"])},']
    lines += [f' "metadata": {json.dumps(facts, sort_keys=True)},', ' "benchmarks": [']
    for benchmark in data["benchmarks"]:
        lines.append(f'  {{"metadata": {json.dumps(benchmark["metadata"])}, "runs": [')
        lines += [f"   {json.dumps(one)}," for one in benchmark["runs"]]
        lines[-1] = lines[-1].removesuffix(",")
        lines.append("  ]},")
    lines[-1] = lines[-1].removesuffix(",")
    return sealed("\n".join([*lines, " ]", "}", ""]))
