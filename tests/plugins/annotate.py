"""Puts what a check found where it is read on GitHub: on its line of the diff, and in the summary.

pytest loads this as a plug-in (``-p tests.plugins.annotate``); it does something only
where GitHub Actions runs it.  What another command printed is marked by

    python -m tests.plugins.annotate --repeat "make lint" LOG

A fault is recognised by the form in which `shelf.fault.Fault` prints
itself, and a line of a tool by ``path:line: message``.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shelf import ROOT
from shelf.fault import Fault

if TYPE_CHECKING:
    import pytest

FAULT = re.compile(
    r"^(?P<where>[^\s:][^\n:]*(?::\d+)?(?: [^\n:]*)?): (?P<what>(?:(?!^\S).)*?)"
    r"\n  why: (?P<why>[^\n]*)\n  cure: (?P<cure>[^\n]*)",
    re.MULTILINE | re.DOTALL,
)
LINE = re.compile(
    r"^(?:\[?[A-Z]+\]? +-? *)?(?P<file>[\w.][\w./\\-]*\.\w+):(?P<line>\d+)(?::\d+)?:"
    r" (?P<what>\S.*)$",
    re.MULTILINE,
)
#: What the generator says of a link; it names no line.
LINK = re.compile(r"Doc file '(?P<file>[^']+)' (?P<what>contains an? [^']*'(?P<link>[^']+)'.*)")
PLACE = re.compile(r"(?P<file>\.?\w[\w./-]*\.\w+)(?::(?P<line>\d+))?")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: GitHub shows no more than so many of one step; the log and the summary have all.
MOST = 10


@dataclass(frozen=True)
class Finding:
    """One thing to show: a fault, the test that found it, and the command that repeats that."""

    fault: Fault
    repeat: str
    found_by: str = ""
    level: str = "error"

    @property
    def message(self) -> str:
        """All but the place, which GitHub shows itself."""
        parts = [self.fault.what]
        parts += [f"Why: {self.fault.why}"] if self.fault.why else []
        parts += [f"Cure: {self.fault.cure}"] if self.fault.cure else []
        return "\n".join([*parts, f"Repeat: {self.repeat}"])

    @property
    def annotation(self) -> str:
        """The line that GitHub turns into a note beside the line of the diff."""
        properties = dict(zip(("file", "line"), place(self.fault), strict=False))
        properties["title"] = self.found_by or self.fault.where
        words = ",".join(f"{key}={escaped(value, ':,')}" for key, value in properties.items())
        return f"::{self.level} {words}::{escaped(self.message)}"

    @property
    def entry(self) -> str:
        """Its part of the summary: plain text, since a change from a stranger wrote it."""
        lines = f"{self.fault.where}: {self.message}"
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", lines)), 3)
        return f"{fence}text\n{lines}\n{fence}\n"


def place(fault: Fault) -> tuple[str, str] | tuple[()]:
    """File and line of the first file of the checkout that ``where`` names."""
    for found in PLACE.finditer(fault.where):
        if (ROOT / found["file"]).is_file():
            return found["file"], found["line"] or "1"
    return ()


def escaped(text: str, more: str = "") -> str:
    """`text` as GitHub reads it back; a property also has no `more` in it."""
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def faults_in(text: str) -> list[Fault]:
    """The faults that `text` tells, each once, in their order."""
    found = [
        (match.start(), Fault(*match.group("what", "where", "why", "cure")))
        for match in FAULT.finditer(COLOUR.sub("", text))
    ]
    return list(dict.fromkeys(fault for _, fault in found))


def lines_in(text: str) -> list[Fault]:
    """The complaints of tools: path, line and message, nothing more."""
    found = []
    for match in LINE.finditer(COLOUR.sub("", text)):
        file = match["file"].replace("\\", "/")
        if (ROOT / file).is_file() and not match["what"].startswith("note:"):
            found.append(Fault(match["what"], f"{file}:{match['line']}", "", ""))
    for match in LINK.finditer(text):
        file = ROOT / "docs" / match["file"]
        if file.is_file():
            lines = file.read_text(encoding="utf-8").splitlines()
            line = next((n for n, text in enumerate(lines, 1) if match["link"] in text), 1)
            found.append(Fault(match["what"], f"docs/{match['file']}:{line}", "", ""))
    return list(dict.fromkeys(found))


def findings(text: str, repeat: str, level: str = "error") -> list[Finding]:
    """What a command printed, as findings of a level that GitHub knows."""
    faults = faults_in(text)
    told = {place(fault) for fault in faults}
    faults += [fault for fault in lines_in(text) if place(fault) not in told]
    return [Finding(fault, repeat, level=level) for fault in faults]


def tell(found: list[Finding], summary: str) -> Iterator[str]:
    """Append to the summary file, if there is one, and yield the lines to print."""
    if summary and found:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.writelines(f"{one.entry}\n" for one in found)
    yield from (one.annotation for one in found[:MOST])
    if len(found) > MOST:
        yield f"::notice::{len(found) - MOST} more findings are in the summary"


# The plug-in


class Annotator:
    """Gathers what the failing tests say, and tells it when all have run."""

    def __init__(self, summary: str) -> None:
        self.summary = summary
        self.found: list[Finding] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called for each phase of each test, also of those that ran in another process."""
        if not report.failed:
            return
        again = repeat(report.nodeid)
        text = said(report)
        # Further inside it is what some other checkout's check was heard to say.
        faults = faults_in(text) if FAULT.match(text) else [plain(report)]
        self.found += [Finding(fault, again, report.nodeid) for fault in faults]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that could not be read has no tests that could fail."""
        if report.failed:
            fault = Fault(report.longreprtext.strip().splitlines()[-1], report.nodeid, "", "")
            self.found.append(Finding(fault, repeat(report.nodeid), report.nodeid))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Each line on its own, since GitHub looks at the beginning of a line."""
        terminalreporter.ensure_newline()
        for line in tell(self.found, self.summary):
            terminalreporter.line(line)


def said(report: pytest.TestReport) -> str:
    """The message of the failing assert: all of it, at the margin, and no source around it."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is None:
        return report.longreprtext
    start = "AssertionError: "
    if not crash.message.startswith(start):
        return str(crash.message)
    # pytest moves every line of an assert's message but the first in by two
    return re.sub(r"^  ", "", crash.message.removeprefix(start), flags=re.MULTILINE)


def plain(report: pytest.TestReport) -> Fault:
    """A failure that is no fault of the four parts: where it was seen, and its first lines."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is None:
        return Fault(report.longreprtext.strip()[-500:], report.nodeid, "", "")
    path = (ROOT / crash.path).resolve()
    own = path.relative_to(ROOT).as_posix() if ROOT in path.parents else report.location[0]
    return Fault("\n".join(said(report).splitlines()[:20]), f"{own}:{crash.lineno}", "", "")


def repeat(node: str) -> str:
    """The one command that runs the failing test again."""
    program = re.search(r"\[([\w-]+/[\w-]+)\]$", node)
    if program and (ROOT / "snippets" / f"{program[1]}.py").is_file():
        return f"make test ONLY={program[1]}"
    return f".venv/bin/python -m pytest -n 0 {shlex.quote(node)}"


def pytest_configure(config: pytest.Config) -> None:
    """Take part where GitHub Actions runs the whole, and not in a worker's or a child's pytest.

    Both variables are taken away: the tests start commands that fail on
    purpose, and those have nothing to tell on GitHub.
    """
    running = os.environ.pop("GITHUB_ACTIONS", "") == "true"
    summary = os.environ.pop("GITHUB_STEP_SUMMARY", "")
    if running and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Annotator(summary), "annotator")


def main() -> int:
    """Mark what the log of a command holds; always 0, since that command has said how it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.plugins.annotate")
    parser.add_argument("log", type=Path, help="what the command printed")
    parser.add_argument("--repeat", required=True, help="the command that a person would type")
    parser.add_argument("--status", default="failure", help="of the job: its success warns only")
    options = parser.parse_args()
    if not options.log.is_file():
        return 0  # a step before that command failed
    text = options.log.read_text(encoding="utf-8", errors="replace")
    level = "warning" if options.status == "success" else "error"
    found = findings(text, options.repeat, level)
    for line in tell(found, os.environ.get("GITHUB_STEP_SUMMARY", "")):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
