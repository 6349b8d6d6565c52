"""The recorder's command line: ``python -m recorder --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from recorder.fault import report
from recorder.header import HeaderError
from recorder.interpreters import InterpreterError, choose, find_all, supported
from recorder.record import natural_cell, observe, record, runs_in, verify
from recorder.sample import Sample, UnknownSample, find, samples
from recorder.transcript import TranscriptError


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="python -m recorder",
        description="Runs the programs of snippets/ as a reader would, and writes down what"
        " they did.",
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
    add("check", "run programs and say what differs from header and transcript (all if no STEM)")
    show = add("run", "run one program and show all that was seen", "+")
    show.add_argument("--start-method", default="", choices=("fork", "forkserver", "spawn"))
    commands.add_parser("interpreters", help="the Pythons of this machine, and those missing")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 if a program is not, 2 for a wrong call."""
    options = parser().parse_args(arguments)
    try:
        return {
            "record": _record,
            "check": _check,
            "run": _run,
            "interpreters": _interpreters,
        }[options.command](options)
    except (HeaderError, InterpreterError, TranscriptError, UnknownSample) as error:
        print(f"recorder: {error}", file=sys.stderr)
        return 2


def _record(options: argparse.Namespace) -> int:
    first = choose(options.on)
    found, _ = find_all(supported())
    others = [one for one in found.values() if one.path != first.path]
    refused = 0
    for recording in record(_wanted(options.stems), [first, *others]):
        if options.stems or recording.news != "unchanged":
            print(f"{recording.news:>10}  {recording.path}")
        if recording.faults:
            refused += 1
            print(report(list(recording.faults)), file=sys.stderr)
    return 1 if refused else 0


def _check(options: argparse.Namespace) -> int:
    interpreter = choose(options.on)
    faults = []
    for sample in _wanted(options.stems):
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


def _interpreters(options: argparse.Namespace) -> int:
    found, missing = find_all(supported())
    for tag, one in found.items():
        print(f"{tag:<6} {one.version:<9} {one.default:<11} {one.path}")
    for tag, why in missing.items():
        print(f"{tag:<6} missing: {why}")
    return 0


def _wanted(stems: list[str]) -> list[Sample]:
    return [find(stem) for stem in stems] or list(samples().values())


if __name__ == "__main__":
    sys.exit(main())
