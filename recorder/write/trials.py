"""Puts programs to trial, as whoever builds on them will: ``make use``.

A first run of each program, under each start method, is a scout: it notes
which statements are reached, and by whom.  Then each run strikes one place
(recorder/inside/striking.py), or has another number of items or workers, and
the program has to end by itself, to show what went wrong, to end with a
status that is not 0, and to leave nothing behind.

An exception is raised at every place (of a very long program, at a share of
them).  The other kinds of exception, the ways of interrupting, and the start
methods take turns over the places, in an order that hangs on the program's
name alone; `whole` does all of them everywhere.
"""

from __future__ import annotations

import datetime
import os
import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

from recorder.cell import natural_cell, runs_on
from recorder.hold.conduct import place
from recorder.pythons.interpreters import Interpreter
from recorder.run.once import Result
from recorder.write.engine import lent
from recorder.write.growing import NothingNamed, grown
from recorder.write.plan import Scout, methods_of, plan, scout
from recorder.write.strike import Place, trial_of
from recorder.write.verdict import Trial, judge
from shelf.conditions import Cell
from shelf.deeds import DEEDS, FAMILIES
from shelf.fault import Fault
from shelf.sample import Sample
from shelf.trials import (
    HUNG,
    OTHER,
    SPARED,
    UNFOUND,
    UNREACHED,
    UNTRIED,
    Trials,
    digest,
)

#: So many that hang, of one deed by one kind of worker, are enough to tell.
ENOUGH = 2


@dataclass
class Tried:
    """All that was done to one program on one Python."""

    sample: Sample
    interpreter: Interpreter
    trials: list[Trial] = field(default_factory=list)
    why: str = ""

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with it."""
        return [fault for trial in self.trials for fault in trial.faults]


@dataclass(frozen=True)
class Bench:
    """Where trials are run side by side, and which of them."""

    pool: Executor
    whole: bool
    families: tuple[str, ...] = FAMILIES


#: A trial that is under way, with what is done and where.
Pending = dict[Future[Trial], tuple[str, Place]]


def do(
    sample: Sample,
    interpreter: Interpreter,
    cell: Cell,
    deed: str,
    at: Place,
    usual: Result,
    source: str = "",
) -> Trial:
    """Do one deed, and judge how the program ended."""
    result, noted, struck = trial_of(sample, interpreter, cell, deed, at, source)
    if DEEDS[deed].family != "grow" and not struck:
        return Trial(deed, at, UNREACHED)
    left = [line.removeprefix("left ") for line in noted if line.startswith("left ")]
    return judge(sample, cell, deed, at, usual, result, left)


def came_of(pending: Pending, whole: bool) -> Iterator[Trial]:
    """What came of each; those like `ENOUGH` that hung are called off, but for `whole`."""
    hung: Counter[tuple[str, str]] = Counter()
    while pending:
        future = next(iter(pending))
        deed, at = pending.pop(future)
        if future.cancelled():
            yield Trial(deed, at, UNTRIED)
            continue
        trial = future.result()
        yield trial
        kind = DEEDS[deed].family, at.role
        hung[kind] += trial.outcome == HUNG
        if hung[kind] >= ENOUGH and not whole:
            for other, (name, there) in pending.items():
                if (DEEDS[name].family, there.role) == kind:
                    other.cancel()


def put_to_trial(
    wanted: list[Sample],
    interpreters: Iterable[Interpreter],
    whole: bool = False,
    method: str = "",
    families: tuple[str, ...] = FAMILIES,
    engine: Executor | None = None,
) -> Iterator[Tried]:
    """Do to each program, on each interpreter, all deeds of some families."""
    with (
        lent(engine, 2 * (os.cpu_count() or 1) + 2) as pool,
        ThreadPoolExecutor(3) as programs,
    ):
        bench = Bench(pool, whole, families)
        futures = [
            programs.submit(try_one, sample, interpreter, bench, method)
            for interpreter in interpreters
            for sample in wanted
        ]
        for future in as_completed(futures):
            yield future.result()


def again(
    jobs: Iterable[tuple[Sample, str, str]], interpreter: Interpreter, workers: int | None = None
) -> Iterator[Trial]:
    """Do some trials of the record once more: program, deed, and the place as it stands there."""

    def once(sample: Sample, deed: str, words: str) -> Trial:
        role, line, method = (*words.split(), "")[:3]
        at = Place(role, int(line), method)
        cell = interpreter.cell(method) if method else natural_cell(sample.header, interpreter)
        usual, _, _ = trial_of(sample, interpreter, cell, "", Place())
        return do(sample, interpreter, cell, deed, at, usual)

    with ThreadPoolExecutor(workers or (os.cpu_count() or 1) + 1) as pool:
        yield from [one.result() for one in [pool.submit(once, *job) for job in jobs]]


def try_one(sample: Sample, interpreter: Interpreter, bench: Bench, method: str = "") -> Tried:
    """All that is to be done to one program on one interpreter."""
    tried = Tried(sample, interpreter)
    cells = {cell.start_method: cell for cell in methods_of(sample, interpreter, method)}
    if not cells:
        natural = natural_cell(sample.header, interpreter)
        tried.why = runs_on(sample, interpreter, natural) or "has no cell here"
        return tried
    futures = {
        name: bench.pool.submit(scout, sample, interpreter, cell) for name, cell in cells.items()
    }
    scouts = {name: future.result() for name, future in futures.items()}
    for name, one in scouts.items():
        if one.result.stopped:
            where = place(sample, cells[name])
            stands = "".join(f"\n    {line}" for line in one.result.stands)
            fault = Fault(
                f"does not end though nothing is done to it{stands}",
                where,
                "nothing else can be tried",
                f"make record ONLY={sample.stem}",
            )
            tried.trials.append(Trial("error", Place(method=name), HUNG, (fault,)))
            return tried
    spared = dict(sample.header.spared)
    pending: Pending = {}
    first = next(iter(cells))
    for deed, at in plan(sample, scouts, bench.whole, interpreter.tag):
        family = DEEDS[deed].family
        if deed in spared or family in spared or family not in bench.families:
            continue
        name = at.method or first
        usual = scouts[name].result
        future = bench.pool.submit(do, sample, interpreter, cells[name], deed, at, usual)
        pending[future] = deed, at
    try:
        larger = grow(sample, interpreter, bench, cells, scouts)
    except NothingNamed as name:
        fault = Fault(
            f"its header names {name}, and nothing is set to that name",
            f"snippets/{sample.stem}.py:1",
            "it cannot be tried with other numbers",
            "name a variable of the file or of main in [tool.sample.grow]",
        )
        tried.trials.append(Trial("empty", Place(), OTHER, (fault,)))
    else:
        if larger:
            pending |= larger
        elif "grow" not in spared and "grow" in bench.families:
            tried.trials.append(Trial("empty", Place(), UNFOUND))
    tried.trials += came_of(pending, bench.whole)
    tried.trials += [Trial(deed, Place(), SPARED) for deed in spared_deeds(spared)]
    return tried


def spared_deeds(spared: dict[str, str]) -> list[str]:
    """The deeds that a header spares."""
    return [name for name, deed in DEEDS.items() if name in spared or deed.family in spared]


def grow(
    sample: Sample,
    interpreter: Interpreter,
    bench: Bench,
    cells: dict[str, Cell],
    scouts: dict[str, Scout],
) -> Pending:
    """Other numbers of items and workers, the start methods in turn."""
    spared = dict(sample.header.spared)
    if "grow" in spared or "grow" not in bench.families:
        return {}
    names = list(cells)
    found: Pending = {}
    for number, (deed, source) in enumerate(grown(sample.source, sample.header.grow).items()):
        if deed in spared:
            continue
        for name in names if bench.whole else [names[number % len(names)]]:
            at = Place(method=name if len(names) > 1 else "")
            usual = scouts[name].result
            future = bench.pool.submit(
                do, sample, interpreter, cells[name], deed, at, usual, source
            )
            found[future] = deed, at
    return found


def trials_of(done: Iterable[Tried], today: datetime.date | None = None) -> Trials:
    """What was done, in the form of the record."""
    date = (today or datetime.date.today()).isoformat()
    runs: dict[str, Trials] = {}
    for tried in done:
        if tried.why:
            continue
        one = tried.interpreter
        run_ = runs.setdefault(
            one.path,
            {
                "python": one.tag,
                "version": one.version,
                "gil": one.gil,
                "system": one.system,
                "machine": platform.machine(),
                "programs": {},
            },
        )
        did: dict[str, dict[str, str]] = {}
        for deed in DEEDS:
            for outcome in sorted({t.outcome for t in tried.trials if t.deed == deed}):
                places = [t.place for t in tried.trials if (t.deed, t.outcome) == (deed, outcome)]
                words = sorted(places, key=lambda at: (at.role, at.line, at.method))
                did.setdefault(deed, {})[outcome] = ", ".join(map(str, words))
        for deed in spared_deeds(dict(tried.sample.header.spared)):
            reasons = dict(tried.sample.header.spared)
            did[deed] = {SPARED: reasons.get(deed) or reasons[DEEDS[deed].family]}
        run_["programs"][tried.sample.stem] = {
            "digest": digest(tried.sample),
            "date": date,
            "did": did,
        }
    return {"schema": 1, "runs": list(runs.values()), "news": []}
