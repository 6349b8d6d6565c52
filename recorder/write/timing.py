"""Runs timing programs on a quiet machine and writes what they measured: ``make measure``.

A timing program needs pyperf.  It is pure Python, so the one that the lock
names is lent to every interpreter, by a folder on its path that holds nothing
else: no installation, no network, one version for all.  Other packages come
from an environment, as those of every program do.
"""

from __future__ import annotations

import datetime
import json
import platform
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyperf

from recorder.cell import lacking, runs_in
from recorder.pythons.environments import NoEnvironment, python_for
from recorder.pythons.interpreters import Interpreter
from recorder.run.once import Result, run
from recorder.write.quiet import Unwaited, Watch, adopt, settle
from shelf.fault import Fault
from shelf.sample import Sample, digest
from shelf.timing import disturbances, record_path, tidy, written
from shelf.transcript import Command

#: Seconds after which a timing program is stuck.
LIMIT = 600.0
WHY = "a number from a machine that does something else says nothing about Python"


@dataclass(frozen=True)
class Measured:
    """What came of one program on one Python: what is on file now, or why it was refused."""

    sample: Sample
    interpreter: Interpreter
    news: str
    faults: tuple[Fault, ...] = ()


def once(sample: Sample, interpreter: Interpreter, *arguments: str) -> Result:
    """Run a timing program with these arguments of pyperf's; pyperf is lent to it.

    Raises `NoEnvironment` where its other packages cannot be had.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(
            Path(pyperf.__file__).parent,
            Path(folder, "pyperf"),
            ignore=shutil.ignore_patterns("tests", "__pycache__"),
        )
        command = Command(
            sample.path.name, variables=(("PYTHONPATH", folder),), arguments=arguments
        )
        python = python_for(sample, interpreter)
        return run(
            sample.path, command, python, limit=LIMIT, source=sample.source, stage=sample.stage
        )


def measure(wanted: list[Sample], interpreters: list[Interpreter]) -> Iterator[Measured]:
    """Run each program on each interpreter that it is meant for, one after another."""
    adopt()
    for sample in wanted:
        for interpreter in interpreters:
            yield measure_one(sample, interpreter, Watch())
            settle()


def measure_one(sample: Sample, interpreter: Interpreter, watch: Watch) -> Measured:
    """Run one program on one interpreter; refuse where `watch` has seen a load, or sees one."""
    if why := runs_in(sample, interpreter.cell()) or lacking(sample):
        return Measured(sample, interpreter, f"not run: {why}")
    if watch.load > watch.cores:
        what = f"the load is {watch.load} on {watch.cores} cores"
        return _refused(sample, interpreter, what, "end what else runs, wait a minute")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "measured.json")
        try:
            with Unwaited() as unwaited:
                result = once(sample, interpreter, "--quiet", "-o", str(out))
        except NoEnvironment as missing:
            return Measured(sample, interpreter, f"not run: {missing}")
        facts = watch.facts(unwaited)
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
