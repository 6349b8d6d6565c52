"""Whether somebody notices that a program is another one: what is asked, the cheapest first.

A program is copied into a folder of its own and changed there; what needs the
whole checkout, its tests, gets a copy of that.  The first that notices is told
by its name, "" where nobody does.
"""

from __future__ import annotations

import ast
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from queue import Queue

from recorder.cell import natural_cell, runs_on
from recorder.hold.check import alike, check, command_for
from recorder.pythons.environments import python_for
from recorder.pythons.interpreters import Interpreter
from recorder.run.once import Result, run
from recorder.write.growing import grown
from recorder.write.plan import scout
from recorder.write.strike import Place
from recorder.write.trials import do, spared_deeds
from shelf import ROOT, Sample, trials
from shelf.schedules import ScheduleError, path_of
from tests.checks.programs.use import untimed_waits
from tests.checks.records import ordered, traced
from tests.checks.work.command import run as run_tool
from tests.mutants.account import accounted, kind, told
from tests.mutants.field import FIELD
from tests.mutants.late import late
from tests.mutants.meet import meeting
from tests.mutants.tree import Mutant

#: Seconds after which a mutant counts as one that hangs, and how much longer than usual.
LIMIT, LONGER = 20.0, 5
#: Seconds that the tests of one program may take: minutes, each has a limit of its own.
PATIENCE = 900.0
#: What is done at the places of the function that is changed, and at how many of them.
DEEDS = {"error": 3, "terminate": 1}
#: At how many places of others an exception is raised.
OTHERS = 6
LARGER = ("empty", "one", "eight-workers")
#: The usual operators whose mutants are put to trial too.
TRIED = (*FIELD, "comparison", "logic")
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".cache", "site", "__pycache__", ".*_cache")


class Copies:
    """Copies of the checkout, each lent to one mutant at a time."""

    def __init__(self, folder: Path, number: int) -> None:
        self.free: Queue[Path] = Queue()
        for each in range(number):
            copy = folder / f"copy{each}"
            shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
            (copy / ".venv").symlink_to(ROOT / ".venv")
            self.free.put(copy)

    @contextmanager
    def lent(self, stem: str, source: str) -> Iterator[Path]:
        """A copy in which one program has another text."""
        copy = self.free.get()
        file = copy / "snippets" / f"{stem}.py"
        was = file.read_bytes()
        try:
            file.write_text(source, encoding="utf-8", newline="\n")
            yield copy
        finally:
            file.write_bytes(was)
            self.free.put(copy)


class Subject:
    """A program whose mutants are made, on one Python, and all that could notice them."""

    def __init__(self, sample: Sample, interpreter: Interpreter, copies: Copies) -> None:
        self.sample, self.interpreter, self.copies = sample, interpreter, copies
        self.cell = natural_cell(sample.header, interpreter)
        self.varying: set[str] = set()

    @cached_property
    def usual(self) -> Result:
        """The program as it is."""
        return self.ran(self.sample, 3 * LIMIT)

    def ran(self, sample: Sample, limit: float = 0.0) -> Result:
        """A run where a reader meets it."""
        return run(
            sample.path,
            command_for(sample, self.cell),
            python_for(sample, self.interpreter),
            limit=limit or max(LIMIT, LONGER * self.usual.wall),
            hangs=False,
            source=sample.shown,
            stage=sample.stage,
        )

    @contextmanager
    def changed(self, source: str) -> Iterator[Sample]:
        """The program with another text, in a folder of its own, with all that belongs to it."""
        with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
            beside = self.sample.path.parent
            there = Path(folder, "snippets", self.sample.topic)
            there.mkdir(parents=True)
            for file in (*beside.glob(f"{self.sample.name}.*"), beside / "stages"):
                if file.suffix != ".py" and file.exists():
                    (there / file.name).symlink_to(file)
            (there.parent / "locks").symlink_to(ROOT / "snippets" / "locks")
            for name in ("threads/all_orders.py",):
                (there.parent / name).parent.mkdir(exist_ok=True)
                (there.parent / name).symlink_to(ROOT / "snippets" / name)
            if (stage := self.sample.stage) and not (there / "stages").exists():
                home = there.parent / stage.parent.parent.name  # it is another topic's
                home.mkdir(exist_ok=True)
                (home / "stages").symlink_to(stage.parent)
            (Path(folder) / "pyproject.toml").symlink_to(ROOT / "pyproject.toml")
            file = there / f"{self.sample.name}.py"
            file.unlink(missing_ok=True)
            file.write_text(source, encoding="utf-8", newline="\n")
            yield Sample(Path(folder), self.sample.stem)

    # Those who may notice

    def caught(self, mutant: Mutant) -> str:
        """Who notices a mutant, "" if nobody does."""
        with self.changed(mutant.source) as sample:
            return (
                self.output(sample)
                or self.rules(sample)
                or self.meet(mutant)
                or self.account(mutant)
                or self.late(mutant)
                or self.test(mutant)
                or self.orders(sample)
                or self.shape(sample)
                or (mutant.operator in TRIED and self.use(sample, mutant))
                or ""
            )

    def seen(self, mutant: Mutant) -> str:
        """Who of the quick ones notices a mutant: those that run the program alone."""
        with self.changed(mutant.source) as sample:
            return self.output(sample) or self.account(mutant) or self.late(mutant)

    @property
    def runs(self) -> bool:
        """Whether the program runs on this Python."""
        return not runs_on(self.sample, self.interpreter, self.cell)

    def output(self, sample: Sample) -> str:
        """It prints or ends otherwise, does not end, or leaves something."""
        result = self.ran(sample)
        if result.stopped:
            return "end"
        beside = self.sample.root / "snippets" / f"{self.sample.neighbour}.py"
        if not check(sample, self.cell, result):
            return ""
        neighbour = Sample(self.sample.root, self.sample.neighbour)
        told = neighbour.transcript() if beside.exists() else None
        return "neighbour" if told and alike(told.text, result) else "output"

    def rules(self, sample: Sample) -> str:
        """A rule for how programs are written knows it."""
        waits = [len([*untimed_waits(ast.parse(one.source))]) for one in (sample, self.sample)]
        return "rules" if waits[0] > waits[1] else ""

    def account(self, mutant: Mutant) -> str:
        """It begins or leaves something else, or waits where nobody may come."""
        usual = self.accounts
        for _ in range(2):  # once may be a matter of turns that the program takes seldom
            if self.steady(self.account_of(mutant.source)) == usual:
                return ""
        return "account"

    def steady(self, lines: list[str]) -> list[str]:
        """An account less the kinds of lines that differ from run to run."""
        return [line for line in lines if kind(line) not in self.varying]

    def account_of(self, source: str) -> list[str]:
        """What the account of a text says."""
        with self.changed(accounted(source)) as sample:
            return told(self.ran(sample, 2 * LIMIT).text)

    @cached_property
    def accounts(self) -> list[str]:
        """What the account of the program as it is says; no numbers that are a matter of turns."""
        runs = [self.account_of(self.sample.source) for _ in range(3)]
        kinds = [Counter(kind(line) for line in run) + Counter(run) for run in runs]
        self.varying = {
            kind(name) for one in kinds for name in one if any(one[name] != k[name] for k in kinds)
        }
        return self.steady(runs[0])

    def late(self, mutant: Mutant) -> str:
        """When a wait runs out, it goes on where the program as it is ends with an error."""
        if mutant.operator not in ("guard", "raise"):
            return ""
        guarded = late(self.sample.source, mutant.line)
        if not guarded or not self.errs(guarded):
            return ""
        without = late(mutant.source, mutant.line) or mutant.source
        return "" if self.errs(without) else "late"

    def errs(self, source: str) -> bool:
        """Whether a text ends with an error."""
        with self.changed(source) as sample:
            result = self.ran(sample)
            return bool(result.status) and result.error is not None

    def meet(self, mutant: Mutant) -> str:
        """Two threads that meet where the lock was spoil what it kept whole."""
        if mutant.operator not in ("with", "shows"):
            return ""
        pair = [meeting(self.sample.source, mutant.line, guarded) for guarded in (False, True)]
        if not all(pair):
            return ""
        faulty = []
        for source in pair:
            with self.changed(source) as sample:
                faulty.append(bool(check(sample, self.cell, self.ran(sample, 3 * LIMIT))))
            if not faulty[0]:
                return ""
        return "meeting" if faulty == [True, False] else ""

    def test(self, mutant: Mutant) -> str:
        """A test of its own, or of a page, fails."""
        return "test" if self.tests and self.tested(mutant.source) == 1 else ""

    def tested(self, source: str) -> int | None:
        """How the tests of the program end with this text: 0 if all pass, None if they do not."""
        with self.copies.lent(self.sample.stem, source) as copy:
            words = ["-m", "pytest", "-n", "0", "-x", "-q", "-p", "no:cacheprovider"]
            words += ["-p", "no:randomly", "--timeout", "280", "--on", self.interpreter.tag]
            words += self.tests_in_mind
            return run_tool(words, copy, limit=PATIENCE)[0]

    @cached_property
    def tests_in_mind(self) -> list[str]:
        """The tests that name the program, and its own file."""
        topic, name = self.sample.topic, self.sample.name
        own = ROOT / "tests" / topic / f"test_{name}.py"
        found = [own.relative_to(ROOT).as_posix()] if own.exists() else []
        words = re.compile(rf"{topic}[/.]{name}\b|[\"']{name}[\"']")
        imports = re.compile(rf"from snippets\.{topic} import [^\n]*\b{name}\b")
        for file in sorted((ROOT / "tests").rglob("test_says_*.py")):
            text = file.read_text(encoding="utf-8")
            named = re.compile(rf"\b{name}\b") if imports.search(text) else words
            if not named.search(text):
                continue
            nodes = ast.parse(text).body
            tests = [n for n in nodes if isinstance(n, ast.FunctionDef) and n.name[:5] == "test_"]
            mine = [n for n in tests if named.search(ast.get_source_segment(text, n) or "")]
            path = file.relative_to(ROOT).as_posix()
            found += [f"{path}::{one.name}" for one in mine] or [path]
        return found

    @cached_property
    def tests(self) -> bool:
        """Whether there are any, and they pass with the program as it is."""
        return bool(self.tests_in_mind) and self.tested(self.sample.source) == 0

    def orders(self, sample: Sample) -> str:
        """Its orders are others."""
        if not path_of(self.sample).is_file():
            return ""
        try:
            return "orders" if ordered.comes_again(sample, self.interpreter) else ""
        except ScheduleError:
            return "orders"

    @cached_property
    def panels(self) -> list[traced.Drawn]:
        """The timelines that pages draw of it and that this Python shows."""
        if not [*self.sample.path.parent.glob(f"{self.sample.name}*.trace.json")]:
            return []
        mine = [one for one in traced.drawn(ROOT) if one.stem == self.sample.stem]
        return [one for one in mine if traced.showing(one.panel, self.interpreter, "") == self.cell]

    def shape(self, sample: Sample) -> str:
        """A timeline of it would claim what is not so."""
        for one in self.panels:
            spoilt = replace(one, panel=replace(one.panel, sample=sample))
            if traced.holds_of(spoilt, self.interpreter, self.cell):
                return "shape"
        return ""

    @cached_property
    def sound(self) -> bool:
        """Whether the record says that the program takes well what is done to it."""
        record = trials.read(ROOT / trials.NAME)
        return bool(trials.current(record, self.sample)) and not (
            trials.taken(record, self.sample).faults
        )

    def use(self, sample: Sample, mutant: Mutant) -> str:
        """It no longer takes well what its users do, at the function that is changed."""
        if not self.sound:
            return ""
        spared = spared_deeds(dict(self.sample.header.spared))
        first, last = mutant.within
        last += sample.source.count("\n") - self.sample.source.count("\n")
        seen = scout(sample, self.interpreter, self.cell)
        if seen.result.stopped:
            return "use"
        near = sorted(seen.places, key=lambda one: (abs(one[1] - mutant.line), one))
        places = [one for one in near if first <= one[1] <= last]
        jobs = [
            (deed, Place(role, line), "")
            for deed, most in DEEDS.items()
            for role, line in places[:most]
        ]
        # what looks after the work of others is missed when that fails
        others = [one for one in near if one[0] != "main" and one not in places]
        jobs += [("error", Place(role, line), "") for role, line in others[:OTHERS]]
        if "grow" not in dict(self.sample.header.spared):
            larger = grown(sample.source, sample.header.grow)
            jobs += [(deed, Place(), larger[deed]) for deed in LARGER if deed in larger]
        for deed, at, source in jobs:
            if deed not in spared and self.bad(sample, deed, at, seen.result, source):
                return "use"
        return ""

    def bad(self, sample: Sample, deed: str, at: Place, usual: Result, source: str) -> bool:
        """Whether one deed is not taken well."""
        tried = do(sample, self.interpreter, self.cell, deed, at, usual, source)
        return bool(tried.faults)
