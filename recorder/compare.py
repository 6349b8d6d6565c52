"""Holds what a run did against what the program says and its transcript.

The code that checks a recording is the code that makes it: both ask `check`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from packaging.version import Version

from recorder.child import OUTPUT_LIMIT
from recorder.fault import Fault, short_diff
from recorder.header import Cell, Expectation
from recorder.interpreters import ask
from recorder.run import PROGRAM_FOLDER, Result
from recorder.sample import Sample
from recorder.transcript import Command, Transcript

#: What no program can fix about its own text.  Each rule has a name, a
#: pattern and what stands in its place while two texts are compared; pages
#: show the real text.
MASKS = (
    ("quoted folder", r"(?<=\")[^\"\n]*[/\\](?=[\w.]+\.py\")", "<folder>/"),
    ("folder", r"(?:~|[A-Za-z]:)?(?:[/\\][^\s/\\\"'<>]+)+[/\\](?=[\w.]+\.py\b)", "<folder>/"),
)
#: The same for the error line of a traceback; what a program prints itself it
#: can print without such numbers.
ERROR_MASKS = (
    ("address", r"\b0x[0-9a-fA-F]{6,16}\b", "0x<address>"),
    ("process id", r"(?i)\b((?:process |pid[ =:]*))\d+\b", r"\g<1><id>"),
)
HEAD = "Traceback (most recent call last):"
#: A frame of the program itself, in the folder that it is run in.
OWN_FRAME = re.compile(rf"[/\\]{PROGRAM_FOLDER}[/\\]\w+\.py\"")


def masked(text: str) -> str:
    """`text` as it is compared: by `MASKS`, and with the program's own frames only.

    Of a traceback the head, the error line and the frames of the program are
    kept, each with the first line of its source.  The frames of the library,
    and the marks under a line, are laid out by every version in its own way.
    """
    kept = []
    inside = own = False
    for line in text.split("\n"):
        if line.strip() == HEAD:
            inside = True
        elif inside and line[:1].isspace():
            source, own = own, bool(OWN_FRAME.search(line))
            if not own and not source:
                continue
        elif inside and line:
            inside = own = False
            line = _without(line, ERROR_MASKS)
        kept.append(line)
    return _without("\n".join(kept), MASKS)


def _without(text: str, masks: tuple[tuple[str, str, str], ...]) -> str:
    for _, pattern, instead in masks:
        text = re.sub(pattern, instead, text)
    return text


def same(recorded: str, seen: str) -> bool:
    """Whether two texts differ in nothing but what is masked."""
    return recorded == seen or masked(recorded) == masked(seen)


def same_lines(recorded: str, seen: str) -> bool:
    """Whether two texts have the same lines, in whatever order.

    This is the rule for a pipe, where each process holds its lines back until
    it ends, so that the order is not what a terminal shows.
    """
    return sorted(masked(recorded).split("\n")) == sorted(masked(seen).split("\n"))


def check(
    sample: Sample, cell: Cell, result: Result, again: Callable[[], Result] | None = None
) -> list[Fault]:
    """All that is wrong with a run of `sample` in `cell`, its transcript included.

    ``again`` runs it once more: where the text is not the recorded one, that
    tells a program that changed from one that never prints the same.
    """
    faults = repeatable(conduct(sample, cell, result), repeat(sample, cell))
    variant = sample.header.variant(cell)
    recorded = sample.transcript(variant)
    path = sample.transcript_path(variant).relative_to(sample.root).as_posix()
    where = place(sample, cell)
    if recorded is None:
        faults.append(
            Fault(
                f"there is no transcript {path}",
                where,
                "a page shows only what was recorded",
                f"make record ONLY={sample.stem}, and read what it wrote",
            )
        )
    elif not alike(recorded.text, result):
        if again is not None and (unsteady := steadiness(sample, cell, result, again())):
            return [*faults, *repeatable(unsteady, f"make record ONLY={sample.stem}")]
        diff = short_diff(
            masked(str(recorded)),
            masked(str(Transcript(recorded.command, result.text))),
            (path, "what it printed now"),
        )
        line = "" if result.piped else _first_other_line(recorded.text, result.text)
        faults.append(
            Fault(
                f"prints something else than {path}{line}\n{diff}",
                where,
                "the reader who runs it sees this, and the page says that",
                "mend the program, or if the new output is right:"
                f" make record ONLY={sample.stem}, and look at the difference",
            )
        )
    return faults


def alike(recorded: str, result: Result) -> bool:
    """Whether a run printed what was recorded, as far as the way that it was watched can tell."""
    return (same_lines if result.piped else same)(recorded, result.text)


def steadiness(sample: Sample, cell: Cell, first: Result, second: Result) -> list[Fault]:
    """What is wrong with two runs of one program: that they did not print the same."""
    if alike(first.text, second):
        return []
    names = ("one run", "the next run")
    diff = short_diff(masked(first.text), masked(second.text), names)
    return [
        Fault(
            f"prints something else each time it runs\n{diff}",
            place(sample, cell),
            "no check can tell a fault from bad luck, and the reader sees a third thing",
            "print what is the same on every run: a sum, a count, results in the order of"
            " submission; or make the order certain with a Barrier or an Event",
        )
    ]


def _first_other_line(recorded: str, seen: str) -> str:
    """Where a transcript first differs, as ":2"; "" where frames of a traceback blur it."""
    if HEAD in recorded or HEAD in seen:
        return ""
    pairs = zip_longest(recorded.split("\n"), seen.split("\n"), fillvalue="")
    return next((f":{number}" for number, pair in enumerate(pairs, 2) if not same(*pair)), "")


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

    expected = sample.header.expected(cell)
    if not ended_as(expected, result):
        fault(
            f"expected {wanted(expected)}, seen {result.ending}"
            + ("\n" + _tail(result.text) if result.text else ""),
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
            return result.status == 0
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
        not colon or masked(message) == masked(seen_message)
    )


def wanted(expected: Expectation) -> str:
    """An expectation in words."""
    return {
        "ok": "exit status 0",
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


def transcript_of(sample: Sample, cell: Cell, result: Result) -> Transcript:
    """What is to be written for a run: the old text where only masked parts changed.

    Whoever records has a home of their own, which is nobody's business: it is
    written as a shell writes it, ``~``.
    """
    recorded = sample.transcript(sample.header.variant(cell))
    if recorded is not None and same(recorded.text, result.text):
        return recorded
    text = result.text.replace(f"{Path.home()}{os.sep}", f"~{os.sep}")
    return Transcript(command_for(sample, cell), text)


def command_for(sample: Sample, cell: Cell) -> Command:
    """How `sample` is started in `cell`: by its transcript's first line."""
    variant = sample.header.variant(cell)
    recorded = sample.transcript(variant) or sample.transcript()
    return recorded.command if recorded else Command(sample.path.name)
