"""The recorder's command line: ``python -m recorder --help``."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from recorder.commands import COMMANDS
from recorder.run.child import hear_interrupts
from shelf import trials
from shelf.conditions import START_METHODS
from shelf.contract import NAME as CONTRACT
from shelf.matrix import NAME
from shelf.sample import ROOT
from shelf.wrong import Wrong


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="python -m recorder",
        description="Runs the programs of snippets/ as a reader would, and writes down what"
        " they did. With the stem of a right program, record, check and matrix run the"
        " one that is wrong on purpose beside it too.",
    )
    commands = top.add_subparsers(dest="command", required=True)

    def add(
        name: str, words: str, stems: str = "*", usual: str = "this one"
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument(
            "stems", nargs=stems, metavar="STEM", help='such as "threads/lost_update"'
        )
        command.add_argument(
            "--on",
            default="",
            metavar="PYTHON",
            help=f'an interpreter, as "3.14t" or a path ({usual} if left out)',
        )
        return command

    add(
        "record",
        "run programs and write the transcripts that no longer hold (all if no STEM)",
        usual="the newest that is here",
    )
    add("trace", "run programs under watch and write the traces that no longer hold", "+")
    orders = add("orders", "explore every order of programs, and write how many fail", "+")
    orders.add_argument("--only-here", action="store_true", help="on one Python, not on all")
    add("check", "run programs and say what differs from header and transcript (all if no STEM)")
    show = add("run", "run one program and show all that was seen", "+")
    show.add_argument("--start-method", default="", choices=START_METHODS)
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
    matrix.add_argument("--start-method", default="", choices=START_METHODS, help="only this one")
    matrix.add_argument("--to", default="", metavar="FILE", help=f"instead of {NAME}")
    matrix.add_argument(
        "--since",
        default="",
        metavar="COMMIT",
        help="run only the programs that are other than they were there, and all if recorder"
        " or lock is",
    )
    matrix.add_argument(
        "--published",
        default="",
        metavar="ADDRESS",
        help="take over the cells of that site which were run with this recorder and Python,"
        " where the program is as it was",
    )
    _takes_engine(matrix)
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
    use = commands.add_parser(
        "use",
        help="do to programs what their users do, and see that each ends well",
        description="Raises an error at each statement of every program (or those named),"
        " interrupts it, kills its workers, and gives it other numbers of items and workers."
        f" Writes what was done and how it ended into {trials.NAME}. Ends with 1 if a"
        " program hung, kept silent, ended with status 0 after a failure, or left something.",
    )
    use.add_argument("stems", nargs="*", metavar="STEM")
    use.add_argument(
        "--on", action="append", default=[], metavar="PYTHON", help="only this one; may be repeated"
    )
    use.add_argument("--start-method", default="", choices=START_METHODS)
    use.add_argument("--whole", action="store_true", help="every deed at every place")
    use.add_argument("--dry", action="store_true", help="write nothing down")
    _takes_engine(use)
    answers = commands.add_parser(
        "contract",
        help="ask every engine what it keeps of an executor's promises",
        description="Puts each claim about an Executor to every engine (or those named), on each"
        f" Python that is here, and writes what came into {CONTRACT}.",
    )
    answers.add_argument("engines", nargs="*", metavar="ENGINE")
    answers.add_argument(
        "--on", action="append", default=[], metavar="PYTHON", help="only this one; may be repeated"
    )
    merge = commands.add_parser(
        "merge", help=f"merge the cells of several machines into {NAME}, or into --to"
    )
    merge.add_argument("files", nargs="+", type=Path, metavar="FILE")
    merge.add_argument("--to", default="", metavar="FILE", help=f"instead of {NAME}")
    merge.add_argument(
        "--whole",
        action="store_true",
        help="what is required has to be among FILEs; one that cannot be read is told and left out",
    )
    merge.add_argument(
        "--on", action="append", default=[], metavar="PYTHON", help="with --whole: only these"
    )
    merge.add_argument(
        "--ran", default="", metavar="FILE", help="write the cells of FILEs alone, to be published"
    )
    watched = commands.add_parser(
        "observed",
        help="write what failed or was not run where that is only observed, a file for each",
    )
    watched.add_argument("folder", type=Path, metavar="FOLDER")
    watched.add_argument("--of", type=Path, default=ROOT / NAME, metavar="FILE")
    lock = commands.add_parser(
        "lock", help="write the lock of each set of packages that a program names"
    )
    lock.add_argument("--upgrade", action="store_true", help="with the newest release of each")
    commands.add_parser("interpreters", help="the Pythons of this machine, and those missing")
    return top


def _takes_engine(command: argparse.ArgumentParser) -> None:
    """Say where runs go that stand side by side."""
    command.add_argument(
        "--engine",
        default="",
        metavar="MODULE:FUNCTION",
        help="run on the executor that it makes, instead of threads here",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 if a program is not, 2 for a wrong call."""
    options = parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe on Windows may have no ✓ or é
            stream.reconfigure(errors="backslashreplace")
    hear_interrupts()
    try:
        return COMMANDS[options.command](options)
    except Wrong as error:
        print(f"recorder: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
