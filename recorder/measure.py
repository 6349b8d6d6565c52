"""Runs timing programs on a quiet machine and writes what they measured: ``make measure``.

A timing program needs pyperf.  It is pure Python, so the one that the lock
names is lent to every interpreter, by a folder on its path that holds nothing
else: no installation, no network, one version for all.
"""

from __future__ import annotations

import ctypes
import datetime
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pyperf

from recorder.fault import Fault
from recorder.interpreters import Interpreter
from recorder.matrix import digest
from recorder.record import runs_in
from recorder.run import Result, run
from recorder.sample import Sample
from recorder.timing import disturbances, record_path
from recorder.transcript import Command

#: Seconds after which a timing program is stuck.
LIMIT = 600.0
#: Seconds within which the load of one run is forgotten.
SETTLING = 90.0
#: What is kept of pyperf's facts: none that names a person's machine or folder.
FACTS = (
    *("cpu_model_name", "perf_version", "timer", "unit"),
    *("python_compiler", "python_implementation", "python_version"),
)
RUN_FACTS = ("calibrate_loops", "inner_loops", "loops", "name", "unit")
WHY = "a number from a machine that does something else says nothing about Python"


@dataclass(frozen=True)
class Measured:
    """What came of one program on one Python: what is on file now, or why it was refused."""

    sample: Sample
    interpreter: Interpreter
    news: str
    faults: tuple[Fault, ...] = ()


class Watch:
    """Watches from outside what else a machine does: load, stolen time, other programs."""

    def __init__(self) -> None:
        self.cores = len(psutil.Process().cpu_affinity() or ()) if _linux() else os.cpu_count() or 1
        self.load = round(psutil.getloadavg()[0], 2)
        self.begun = self._now()

    def _now(self) -> tuple[float, float, float, float]:
        """The clock, and the seconds stolen, used by all, and used by our children."""
        times, own = psutil.cpu_times(), os.times()
        # without `guest`, which `user` holds too
        used = times.user + times.system + getattr(times, "nice", 0) + getattr(times, "irq", 0)
        ours = own.user + own.system + own.children_user + own.children_system
        return time.monotonic(), getattr(times, "steal", 0.0), used, ours

    def facts(self) -> dict[str, Any]:
        """What was seen, as facts of a record; shares are of the time of all processors."""
        adopt()
        clock, stolen, used, ours = (
            new - old for new, old in zip(self._now(), self.begun, strict=True)
        )
        whole = clock * (psutil.cpu_count() or 1)
        return {
            "cores": self.cores,
            "load_before": self.load,
            "load_after": round(psutil.getloadavg()[0], 2),
            "stolen": round(max(stolen, 0.0) / whole, 4),
            "others": round(max(used - ours, 0.0) / whole, 4),
        }


def _linux() -> bool:
    return sys.platform == "linux"


def adopt() -> None:
    """Make orphans of our children our own, and take in those that have ended.

    The workers of a fork server are orphans when their program ends; their
    time is ours all the same, and not that of other programs.
    """
    if not _linux():
        return
    subreaper = 36
    ctypes.CDLL(None).prctl(subreaper, 1, 0, 0, 0)
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def once(sample: Sample, interpreter: Interpreter, *arguments: str) -> Result:
    """Run a timing program with these arguments of pyperf's; pyperf is lent to it."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(
            Path(pyperf.__file__).parent,
            Path(folder, "pyperf"),
            ignore=shutil.ignore_patterns("tests", "__pycache__"),
        )
        command = Command(
            sample.path.name, variables=(("PYTHONPATH", folder),), arguments=arguments
        )
        return run(sample.path, command, interpreter.path, limit=LIMIT, source=sample.source)


def measure(wanted: list[Sample], interpreters: list[Interpreter]) -> Iterator[Measured]:
    """Run each program on each interpreter that it is meant for, one after another."""
    adopt()
    for sample in wanted:
        for interpreter in interpreters:
            yield measure_one(sample, interpreter, Watch())
            settle()


def settle() -> None:
    """Wait until the load that our own run has left behind is gone."""
    until = time.monotonic() + SETTLING
    while psutil.getloadavg()[0] > (os.cpu_count() or 1) and time.monotonic() < until:
        time.sleep(1)


def measure_one(sample: Sample, interpreter: Interpreter, watch: Watch) -> Measured:
    """Run one program on one interpreter; refuse where `watch` has seen a load, or sees one."""
    if why := runs_in(sample, interpreter.cell()):
        return Measured(sample, interpreter, f"not run: {why}")
    if watch.load > watch.cores:
        what = f"the load is {watch.load} on {watch.cores} cores"
        return _refused(sample, interpreter, what, "end what else runs, wait a minute")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "measured.json")
        result = once(sample, interpreter, "--quiet", "-o", str(out))
        facts = watch.facts()
        if result.status != 0 or not out.is_file():
            what = f"{result.ending}\n{result.text.rstrip()}"
            return _refused(sample, interpreter, what, "mend the program")
        data = tidy(json.loads(out.read_text(encoding="utf-8")))
    data["metadata"] |= facts | {
        "platform": f"{platform.system()} on {platform.machine()}",
        "date": datetime.date.today().isoformat(),
        "program": digest(sample),
    }
    if found := disturbances(facts):
        return _refused(sample, interpreter, found[0], "end what else runs, wait a minute")
    record_path(sample, interpreter.tag).write_text(written(data), encoding="utf-8", newline="\n")
    return Measured(sample, interpreter, f"written in {result.wall:.0f} s")


def _refused(sample: Sample, interpreter: Interpreter, what: str, cure: str) -> Measured:
    command = f"make measure ONLY={sample.stem} ON={interpreter.tag}"
    where = f"snippets/{sample.stem}.py on Python {interpreter.version}"
    return Measured(
        sample, interpreter, "refused", (Fault(what, where, WHY, f"{cure}; then: {command}"),)
    )


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
    """pyperf's document, a line for each run, so that a change can be read."""
    lines = ["{", f' "version": {json.dumps(data["version"])},']
    lines += [f' "metadata": {json.dumps(data["metadata"], sort_keys=True)},', ' "benchmarks": [']
    for benchmark in data["benchmarks"]:
        lines.append(f'  {{"metadata": {json.dumps(benchmark["metadata"])}, "runs": [')
        lines += [f"   {json.dumps(one)}," for one in benchmark["runs"]]
        lines[-1] = lines[-1].removesuffix(",")
        lines.append("  ]},")
    lines[-1] = lines[-1].removesuffix(",")
    return "\n".join([*lines, " ]", "}", ""])
