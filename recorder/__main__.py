"""The recorder's command line: ``python -m recorder --help``."""

from __future__ import annotations

import argparse
import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from recorder.cells import matrix_of, run_cells
from recorder.child import hear_interrupts
from recorder.fault import report
from recorder.header import HeaderError, nearest
from recorder.interpreters import InterpreterError, choose, find_all, pair
from recorder.matrix import NAME, NOT_RUN, PASSED, MatrixError, cells, current, read, update
from recorder.measure import measure
from recorder.record import natural_cell, observe, record, runs_in, verify
from recorder.sample import (
    BROKEN,
    ROOT,
    Sample,
    UnknownSample,
    find,
    measuring,
    samples,
    supported,
)
from recorder.transcript import TranscriptError
from recorder.watch import trace


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="python -m recorder",
        description="Runs the programs of snippets/ as a reader would, and writes down what"
        " they did. With the stem of a right program, record, check and matrix run the"
        " one that is wrong on purpose beside it too.",
    )
    commands = top.add_subparsers(dest="command", required=True)

    def add(name: str, words: str, stems: str = "*") -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument(
            "stems", nargs=stems, metavar="STEM", help='such as "threads/lost_update"'
        )
        command.add_argument(
            "--on",
            default="",
            metavar="PYTHON",
            help='an interpreter, as "3.14t" or a path (this one if left out)',
        )
        return command

    add("record", "run programs and write the transcripts that no longer hold (all if no STEM)")
    add("trace", "run programs under watch and write the traces that no longer hold", "+")
    add("check", "run programs and say what differs from header and transcript (all if no STEM)")
    show = add("run", "run one program and show all that was seen", "+")
    show.add_argument("--start-method", default="", choices=("fork", "forkserver", "spawn"))
    matrix = commands.add_parser(
        "matrix",
        help="run every program on every interpreter under every start method",
        description="Runs every program (or those named) on every supported interpreter that is"
        " here, under every start method that it has, and writes the cells. Ends with 1 if"
        " a cell failed.",
    )
    matrix.add_argument("stems", nargs="*", metavar="STEM")
    matrix.add_argument(
        "--on", action="append", default=[], metavar="PYTHON", help="only this one; may be repeated"
    )
    matrix.add_argument("--to", default="", metavar="FILE", help=f"instead of {NAME}")
    measure = commands.add_parser(
        "measure",
        help="run the programs that measure, on a quiet machine",
        description="Runs the programs that measure (or those named) one after another, and"
        " writes what they measured. Without --on it takes the newest Python that is here"
        " with the GIL and without it. Refuses on a machine that does something else.",
    )
    measure.add_argument("stems", nargs="*", metavar="STEM")
    measure.add_argument(
        "--on", action="append", default=[], metavar="PYTHON", help="only this one; may be repeated"
    )
    merge = commands.add_parser(
        "merge", help=f"merge the cells of several machines into {NAME}, or into --to"
    )
    merge.add_argument("files", nargs="+", type=Path, metavar="FILE")
    merge.add_argument("--to", default="", metavar="FILE", help=f"instead of {NAME}")
    commands.add_parser("interpreters", help="the Pythons of this machine, and those missing")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 if a program is not, 2 for a wrong call."""
    options = parser().parse_args(arguments)
    hear_interrupts()
    try:
        return {
            "record": _record,
            "trace": _trace,
            "check": _check,
            "run": _run,
            "matrix": _matrix,
            "measure": _measure,
            "merge": _merge,
            "interpreters": _interpreters,
        }[options.command](options)
    except (HeaderError, InterpreterError, MatrixError, TranscriptError, UnknownSample) as error:
        print(f"recorder: {error}", file=sys.stderr)
        return 2


def _record(options: argparse.Namespace) -> int:
    first = choose(options.on)
    found, _ = find_all(supported())
    others = [one for one in found.values() if one.path != first.path]
    wanted = _pairs(options.stems)
    refused = 0
    for recording in record(wanted, [first, *others]):
        if options.stems or recording.news != "unchanged":
            print(f"{recording.news:>10}  {recording.path}")
        if recording.faults:
            refused += 1
            print(report(list(recording.faults)), file=sys.stderr)
    if not refused and (stale := _without_cells(wanted)):
        only = f" ONLY={shlex.quote(' '.join(stale))}" if len(stale) <= 3 else ""
        print(f"What was recorded is not in the matrix yet: make matrix{only}")
    return 1 if refused else 0


def _trace(options: argparse.Namespace) -> int:
    first = choose(options.on)
    found, _ = find_all(supported())
    others = [one for one in found.values() if one.path != first.path]
    refused = 0
    for recording in trace(_wanted(options.stems), [first, *others]):
        print(f"{recording.news:>10}  {recording.path}")
        refused += bool(recording.faults)
        if recording.faults:
            print(report(list(recording.faults)), file=sys.stderr)
    return 1 if refused else 0


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
        if why := runs_in(sample, cell):
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
    for outcome in run_cells(_pairs(options.stems), found.values()):
        outcomes.append(outcome)
        if outcome.faults:
            print(report(list(outcome.faults)) + "\n", flush=True)
    known = samples()
    file = Path(options.to) if options.to else ROOT / NAME
    update(file, [matrix_of(outcomes)], known)
    seconds = time.monotonic() - begun
    counts = {
        words: sum(one.words.partition(":")[0] == words for one in outcomes)
        for words in (PASSED, "failed", NOT_RUN)
    }
    print(f"{len(outcomes)} cells on {', '.join(found)} in {seconds:.0f} s")
    print(f"{counts[PASSED]} passed, {counts['failed']} failed, {counts[NOT_RUN]} skipped")
    return 1 if counts["failed"] or broken else 0


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


def _merge(options: argparse.Namespace) -> int:
    for file in options.files:
        if not file.is_file():
            raise MatrixError(f"{file}: no such file")
    known = samples()
    file = Path(options.to) if options.to else ROOT / NAME
    matrix = update(file, [read(one) for one in options.files], known)
    failed = [cell for cell in cells(matrix) if cell[4].startswith("failed")]
    for stem, system, python, method, words, _ in failed:
        print(f"{stem} on {system}, Python {python}, {method}: {words}")
    print(f"{sum(1 for _ in cells(matrix))} cells, {len(failed)} failed: {file}")
    return 1 if failed else 0


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


if __name__ == "__main__":
    sys.exit(main())
