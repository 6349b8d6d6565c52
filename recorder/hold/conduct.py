"""How a run went, whatever it printed."""

from __future__ import annotations

import sys
from dataclasses import replace

from packaging.version import Version

from recorder.hold.masks import masked_error
from recorder.pythons.interpreters import ask
from recorder.run.child import OUTPUT_LIMIT
from recorder.run.once import Result
from shelf.conditions import Cell, Expectation
from shelf.fault import Fault
from shelf.sample import Sample


def repeatable(faults: list[Fault], command: str) -> list[Fault]:
    """The faults, each cure with the command by which to see whether it helped."""
    return [replace(fault, cure=f"{fault.cure}; then: {command}") for fault in faults]


def repeat(sample: Sample, cell: Cell) -> str:
    """The command that runs `sample` in `cell` again and checks it."""
    words = [f"make test ONLY={sample.stem}"]
    here = ask(sys.executable)
    there = Version(cell.version).release[:2]
    if cell.version != here.version or cell.gil != here.gil:
        words.append(f"ON={there[0]}.{there[1]}{'' if cell.gil else 't'}")
    elif cell.start_method == here.default:
        return words[0]
    return " ".join(
        words if sample.header.start_methods else [*words, f"METHOD={cell.start_method}"]
    )


def conduct(sample: Sample, cell: Cell, result: Result) -> list[Fault]:
    """What is wrong with how a run went, whatever it printed."""
    where = place(sample, cell)
    faults = []

    def fault(what: str, why: str, cure: str) -> None:
        faults.append(Fault(what, where, why, cure))

    expected = sample.header.case(cell).expectation
    if not ended_as(expected, result):
        fault(
            f"expected {wanted(expected)}, seen {result.ending}"
            + ("\n" + _tail(result.text) if result.text else "")
            + "".join(f"\n    {line}" for line in result.stands),
            "the page says how the program ends",
            "mend the program, or say in its header how it is to end",
        )
    if result.leftovers:
        fault(
            f"left behind: {'; '.join(result.leftovers)}",
            "a child that outlives its program eats the reader's machine",
            "join or stop every process and thread before the program ends",
        )
    if result.cut:
        fault(
            f"printed more than {OUTPUT_LIMIT} bytes",
            "nobody reads that, and a program without end must not fill a disk",
            "print one to five lines",
        )
    if result.undecodable:
        fault(
            f"its output is not UTF-8: {result.undecodable}",
            "a page is text",
            "print text, or the repr() of bytes",
        )
    if result.read_input:
        fault(
            "reads standard input",
            "nobody sits at the keyboard when samples are tested",
            "give the program its input as a constant",
        )
    if result.wrote:
        fault(
            f"wrote into the repository: {', '.join(result.wrote)}",
            "a sample that changes its own checkout is not the one that was tested",
            "write into the current folder, or into tempfile.TemporaryDirectory()",
        )
    return faults


def ended_as(expected: Expectation, result: Result) -> bool:
    """Whether a run ended as its program says."""
    match expected.outcome:
        case "ok":
            return result.status == expected.status
        case "error":
            return bool(result.status) and _same_error(expected.error, result)
        case "killed":
            return result.signal == expected.signal
        case "hang":
            return result.stopped == "idle"
    raise AssertionError(expected.outcome)


def _same_error(expected: str, result: Result) -> bool:
    if result.error is None:
        return False
    kind, colon, message = expected.partition(": ")
    seen_kind, seen_message = result.error
    return seen_kind.rpartition(".")[2] == kind.rpartition(".")[2] and (
        not colon or masked_error(message) == masked_error(seen_message)
    )


def wanted(expected: Expectation) -> str:
    """An expectation in words."""
    return {
        "ok": f"exit status {expected.status}",
        "error": f"an error, {expected.error}",
        "hang": "a program that is alive and idle at its limit",
        "killed": f"killed by {expected.signal}",
    }[expected.outcome]


def place(sample: Sample, cell: Cell) -> str:
    """Where a run was: program, interpreter, build and start method."""
    build = "" if cell.gil else " without the GIL"
    return f"snippets/{sample.stem}.py on Python {cell.version}{build}, {cell.start_method}"


def _tail(text: str, lines: int = 8) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])
