"""What each command of the recorder does; 0 if all is well, 1 if a program is not."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from recorder.cell import HELPED, natural_cell, observe, runs_on, verify
from recorder.pythons.environments import write_locks
from recorder.pythons.interpreters import Interpreter, choose, find_all, newest_first, pair
from recorder.write.changed import changed, concerned
from recorder.write.contract import contract
from recorder.write.delivered import delivered, keep, published, still_holds
from recorder.write.engine import engine_of
from recorder.write.matrix import matrix_of, run_cells
from recorder.write.recording import Recording
from recorder.write.schedules import orders
from recorder.write.timing import measure
from recorder.write.trace import trace
from recorder.write.transcript import record
from recorder.write.trials import put_to_trial, trials_of
from recorder.write.verdict import together
from shelf import trials
from shelf.conditions import START_METHODS
from shelf.contract import CAME, ENGINES, UnknownEngine
from shelf.contract import NAME as CONTRACT
from shelf.contract import read as read_answers
from shelf.contract import update as update_answers
from shelf.fault import report
from shelf.ledger import (
    FAILED,
    NOT_RUN,
    PASSED,
    Matrix,
    MatrixError,
    brief,
    cells,
    current,
    read,
    state,
    update,
)
from shelf.matrix import NAME
from shelf.runs import Record, differences, required_failures, undelivered
from shelf.sample import BROKEN, ROOT, Sample, UnknownSample
from shelf.shelf import find, measuring, samples
from shelf.support import observed, only_observed, supported
from shelf.words import nearest


def _first_and_others(options: argparse.Namespace) -> list[Interpreter]:
    """The Python that was asked for, else this one, and after it the others that are here."""
    first = choose(options.on)
    found, _ = find_all(supported())
    return [first, *(one for one in found.values() if one.path != first.path)]


def _told(recordings: Iterable[Recording], brief: bool = False) -> int:
    """Print what came of each recording, if `brief` only of a new one; how many were refused."""
    refused = 0
    for recording in recordings:
        if not brief or recording.news != "unchanged":
            print(f"{recording.news:>10}  {recording.path}")
        if recording.faults:
            refused += 1
            print(report(list(recording.faults)), file=sys.stderr)
    return refused


def _record(options: argparse.Namespace) -> int:
    wanted = _pairs(options.stems)
    pythons = _first_and_others(options) if options.on else newest_first()
    refused = _told(record(wanted, pythons), brief=not options.stems)
    if not refused and (stale := _without_cells(wanted)):
        only = f" ONLY={shlex.quote(' '.join(stale))}" if len(stale) <= 3 else ""
        print(f"What was recorded is not in the matrix yet: make matrix{only}")
    return 1 if refused else 0


def _trace(options: argparse.Namespace) -> int:
    return 1 if _told(trace(_wanted(options.stems), _first_and_others(options))) else 0


def _orders(options: argparse.Namespace) -> int:
    interpreters = [choose(options.on)] if options.only_here else _first_and_others(options)
    return 1 if _told(orders(_pairs(options.stems), interpreters)) else 0


def _without_cells(wanted: list[Sample]) -> list[str]:
    """The programs of which the matrix holds no run as they are now, a pair by its right one."""
    have = {cell[0] for cell in cells(current(read(ROOT / NAME), samples()))}
    stale = [sample.stem for sample in wanted if sample.stem not in have]
    return list(dict.fromkeys(stem.removesuffix(BROKEN) for stem in stale))


def _check(options: argparse.Namespace) -> int:
    interpreter = choose(options.on)
    faults = []
    for sample in _pairs(options.stems):
        cell = natural_cell(sample.header, interpreter)
        if why := runs_on(sample, interpreter, cell):
            print(f"   not run  {sample.stem}: {why}")
            continue
        seen = verify(sample, interpreter, cell)
        print(f"{'failed' if seen else 'passed':>10}  {sample.stem}")
        faults += seen
    if faults:
        print(report(faults), file=sys.stderr)
    return 1 if faults else 0


def _run(options: argparse.Namespace) -> int:
    interpreter = choose(options.on)
    for sample in _wanted(options.stems):
        cell = natural_cell(sample.header, interpreter)
        if options.start_method:
            cell = interpreter.cell(options.start_method)
        result = observe(sample, interpreter, cell)
        print(result.text, end="")
        print(f"[{result.ending}; {result.wall:.2f} s wall, {result.cpu:.2f} s processor]")
        if result.leftovers:
            print(f"[left behind: {'; '.join(result.leftovers)}]")
    return 0


def _matrix(options: argparse.Namespace) -> int:
    begun = time.monotonic()
    found, missing = find_all(supported())
    if options.on:
        found = {name: choose(name) for name in options.on}
        missing = {}
    broken = {tag: why for tag, why in missing.items() if "crashes at start" in why}
    for tag, why in missing.items():
        print(f"Python {tag}: {why}; its cells are not run", flush=True)
    outcomes = []
    methods = (options.start_method,) if options.start_method else START_METHODS
    wanted = _pairs(options.stems)
    if options.since:
        wanted = _since(options.since, wanted)
    kept = _published(options.published, found.values(), wanted)
    same = {(one.path, stem) for one, record in kept for stem in _stems(record)}
    with engine_of(options.engine) as given:
        for outcome in run_cells(wanted, found.values(), methods, given, spared=same):
            outcomes.append(outcome)
            if outcome.faults:
                print(report(list(outcome.faults)) + "\n", flush=True)
    known = samples()
    file = Path(options.to) if options.to else ROOT / NAME
    lacking = [one for one in outcomes if HELPED.search(one.words)]
    # whoever looks whether all came has to see that this one was there
    there = found.values() if options.since else ()
    fresh = matrix_of((one for one in outcomes if one not in lacking), here=there)
    update(file, [*(record for _, record in kept), fresh], known)
    for words in sorted({f"{one.sample.stem}: {one.words}" for one in lacking}):
        print(f"{words}; what is on record of it stays", flush=True)
    seconds = time.monotonic() - begun
    counts = {
        words: sum(state(one.words) == words for one in outcomes)
        for words in (PASSED, FAILED, NOT_RUN)
    }
    print(f"{len(outcomes)} cells on {', '.join(found)} in {seconds:.0f} s")
    print(f"{counts[PASSED]} passed, {counts[FAILED]} failed, {counts[NOT_RUN]} skipped")
    watched = [one for one in found.values() if only_observed((one.system, one.tag), observed())]
    red = [one for one in outcomes if one.faults and one.interpreter not in watched]
    if spared := counts[FAILED] - len(red):
        print(f"{spared} of those that failed are only observed there, and stop nothing")
    if os.environ.get("CI"):  # what a machine lacks is no reason to publish less
        red += [one for one in lacking if one.interpreter not in watched]
    return 1 if red or broken else 0


def _since(commit: str, wanted: list[Sample]) -> list[Sample]:
    """The programs of `wanted` to which something happened since `commit`, and says so."""
    names = changed(commit, ROOT)
    again = concerned(wanted, names)
    if not names:
        print(f"no program, recorder or lock has changed since {commit}: nothing is run")
    elif len(again) < len(wanted):
        print(f"{len(again)} of {len(wanted)} programs have changed since {commit}: they are run")
    return again


def _published(
    address: str, found: Iterable[Interpreter], wanted: list[Sample]
) -> list[tuple[Interpreter, Matrix]]:
    """What need not be run again, since it was run for what is published; and says so."""
    if not address:
        return []
    try:
        record = published(address, ROOT)
    except MatrixError as error:
        print(f"every cell is run: {error}", flush=True)
        return []
    kept = [(one, still_holds(record, one, wanted)) for one in found]
    for one, cells_of in kept:
        same = f"{len(_stems(cells_of))} of {len(wanted)} programs"
        print(f"{same} are as they were published, and not run on {one.tag}", flush=True)
    return kept


def _stems(record: Matrix) -> list[str]:
    """The programs of which a record has cells."""
    return [stem for run in record["runs"] for stem in run["programs"]]


def _measure(options: argparse.Namespace) -> int:
    known = measuring()
    for stem in options.stems:
        if stem not in known:
            near = nearest(stem, list(known))
            raise UnknownSample(f"there is no program {stem!r} that measures{near}")
    wanted = [known[stem] for stem in options.stems or known]
    refused = 0
    for one in measure(wanted, [choose(name) for name in options.on] or pair()):
        print(f"{one.sample.stem} on {one.interpreter.tag}: {one.news}", flush=True)
        if one.faults:
            refused += 1
            print(report(list(one.faults)), file=sys.stderr, flush=True)
    return 1 if refused else 0


def _use(options: argparse.Namespace) -> int:
    begun = time.monotonic()
    wanted = [sample for sample in _wanted(options.stems) if trials.concerned(sample)]
    if options.on:
        found = {name: choose(name) for name in options.on}
    else:
        here = choose("")
        found = {here.tag: here} if options.stems else find_all(list(trials.ON))[0]
    done = []
    count: Counter[str] = Counter()
    how = options.whole, options.start_method
    with engine_of(options.engine) as given:
        for tried in put_to_trial(wanted, found.values(), *how, engine=given):
            done.append(tried)
            came = Counter(trial.outcome for trial in tried.trials)
            count += came
            words = ", ".join(f"{number} {name}" for name, number in sorted(came.items()))
            head = f"{tried.sample.stem} on {tried.interpreter.tag}"
            print(f"{head}: {tried.why or words}", flush=True)
            for fault in together(tried.trials):
                print(f"{fault}\n", file=sys.stderr, flush=True)
            if not options.dry:  # at once: the whole takes long, and may be stopped
                trials.update(ROOT / trials.NAME, [trials_of([tried])], samples())
    seconds = time.monotonic() - begun
    words = ", ".join(f"{number} {name}" for name, number in sorted(count.items()))
    print(f"{len(wanted)} programs on {', '.join(found)} in {seconds:.0f} s: {words}")
    return 1 if any(tried.faults for tried in done) else 0


def _contract(options: argparse.Namespace) -> int:
    """Each answer is written as soon as it came; a departure is news and no fault."""
    named = {engine.name: engine for engine in ENGINES}
    for name in options.engines:
        if name not in named:
            raise UnknownEngine(f"there is no engine {name!r}{nearest(name, list(named))}")
    wanted = [named[name] for name in options.engines or named]
    found = {name: choose(name) for name in options.on} or find_all(supported())[0]
    silent = 0
    for engine, interpreter, seen in contract(wanted, found.values(), read_answers()):
        print(f"{engine.name} on {interpreter.tag}: ", end="", flush=True)
        if isinstance(seen, str):
            print(f"not asked: {seen}")
            silent += engine.gate and seen.startswith("it does not start")
        else:
            news = "written" if update_answers(ROOT / CONTRACT, seen) else "unchanged"
            count = Counter(answer.came for answer in seen.answers.values())
            print(f"{', '.join(f'{count[came]} {came}' for came in CAME)}; {news}", flush=True)
    return 1 if silent else 0


def _merge(options: argparse.Namespace) -> int:
    sent = []
    for file in options.files:
        if not file.is_file():
            raise MatrixError("no such file", where=file)
        try:
            sent.append(delivered(file))
        except MatrixError as error:
            if not options.whole:
                raise
            print(f"left out: {error}")
    known = samples()
    file = Path(options.to) if options.to else ROOT / NAME
    matrix = update(file, sent, known)
    if options.ran:
        keep(Path(options.ran), sent, ROOT)
    required = tuple(options.on or supported())
    record = Record(matrix, required, tuple(observed()))
    failed = [cell for cell in cells(matrix) if state(cell[4]) == FAILED]
    red = required_failures(record)
    for cell in failed:
        stem, system, python, method, words, _ = cell
        why = "" if cell in red else " (only observed)"
        print(f"{stem} on {system}, Python {python}, {method}: {brief(words)}{why}")
    absent = undelivered(record, sent) if options.whole else []
    for place in absent:
        print(f"{place}: required, and no cells came")
    print(f"{sum(1 for _ in cells(matrix))} cells, {len(failed)} failed: {file}")
    return 1 if red or absent else 0


def _observed(options: argparse.Namespace) -> int:
    """A file in Markdown for each that is only observed: empty where all is well."""
    record = Record(current(read(options.of), samples()), tuple(supported()), tuple(observed()))
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in record.observed:
        text = differences(record, name)
        file = options.folder / f"{name}.md"
        file.write_text(text, encoding="utf-8", newline="\n")
        print(f"{file}: {len(text.splitlines())} lines")
    return 0


def _lock(options: argparse.Namespace) -> int:
    for path in write_locks(ROOT, options.upgrade):
        print(path.relative_to(ROOT))
    return 0


def _interpreters(options: argparse.Namespace) -> int:
    found, missing = find_all(supported())
    for tag, one in found.items():
        print(f"{tag:<6} {one.version:<9} {one.default:<11} {one.path}")
    for tag, why in missing.items():
        print(f"{tag:<6} missing: {why}")
    return 0


def _wanted(stems: list[str]) -> list[Sample]:
    known = samples()
    for stem in stems:
        if find(stem).timing:
            raise UnknownSample(f"{stem} measures: make measure ONLY={stem}")
    return [known[stem] for stem in stems or known]


def _pairs(stems: list[str]) -> list[Sample]:
    """The programs named, each with the one that is wrong on purpose beside it; all without."""
    known = samples()
    named = [sample.stem for sample in _wanted(stems)]
    beside = [stem + BROKEN for stem in named if stem + BROKEN in known]
    return [known[stem] for stem in dict.fromkeys([*named, *beside])]


#: The commands by name.
COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "record": _record,
    "trace": _trace,
    "orders": _orders,
    "check": _check,
    "run": _run,
    "matrix": _matrix,
    "measure": _measure,
    "use": _use,
    "contract": _contract,
    "merge": _merge,
    "observed": _observed,
    "lock": _lock,
    "interpreters": _interpreters,
}
