"""The pytest plug-in that runs the Python typed on pages, each fence as a program of its own.

pytest-markdown-docs makes a test of every fence; here it is told which files
hold some, where their fences are (its own parser passes over those in tabs
and callouts), and to run each as a reader would: as a file, in an interpreter
of its own, through the recorder.  Loaded by ``-p tests.plugins.fences``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pytest
from pytest_markdown_docs._runners import _Runner, register_runner
from pytest_markdown_docs.definitions import FenceTestDefinition
from pytest_markdown_docs.plugin import MarkdownTextFile

from recorder.hold.conduct import conduct, repeatable
from recorder.pythons.interpreters import ask
from recorder.run.once import run
from shelf import ROOT, Command, Header, Sample
from shelf.fault import Fault, report
from tests.checks.pages.markdown import fences, is_document

#: How Python may be typed; the page check asks for the first spelling.
PYTHON = ("python", "python3", "py")
#: Seconds that a fence may take.
LIMIT = 60.0


@dataclass(frozen=True)
class Token:
    """What pytest-markdown-docs asks of a parser's token."""

    content: str
    map: tuple[int, int]
    type: str = "fence"
    # Words after the language would switch off the test, run it twice, or
    # paste the fence before it in front: none of that is on offer here.
    info: str = "python"


class Parser:
    """Finds the fences that hold Python, wherever they stand on a page."""

    def parse(self, text: str) -> list[Token]:
        """The fences of a page, their lines counted from 0."""
        return [
            Token(fence.text, (fence.line - 1, fence.last))
            for fence in fences(text)
            if fence.language.lower() in PYTHON
        ]


@dataclass(frozen=True)
class Typed(Sample):
    """A fence, as a program of which nothing is said and nothing was recorded."""

    text: str = ""

    @cached_property
    def source(self) -> str:
        """The fence, on the lines that it has on its page."""
        return self.text

    @cached_property
    def header(self) -> Header:
        """The usual case: it exits 0, everywhere."""
        return Header()


def verify(page: Path, line: int, source: str, root: Path = ROOT) -> list[Fault]:
    """Run a fence and say what is wrong with how it went.

    ``source`` begins with blank lines, so that its lines are the page's.
    """
    interpreter = ask(sys.executable)
    # Called like the page, so that a traceback names page and line; not queue.py for
    # queue.md, which would stand in the way of Python's own queue.
    command = Command(f"{page.name}.py")
    result = run(page, command, limit=LIMIT, source=source, guarded=root)
    name = page.relative_to(root).as_posix()
    where = f"{name}:{line} on Python {interpreter.version}"
    faults = [
        replace(fault, where=where)
        if "header" not in fault.cure
        else replace(
            fault, where=where, cure="mend the fence; a program that is to fail is a sample"
        )
        for fault in conduct(Typed(root, page.stem, source), interpreter.cell(), result)
    ]
    return repeatable(faults, f"make test ONLY={name.removeprefix('docs/').removesuffix('.md')}")


class FenceFailed(Exception):
    """A fence that did not run well; the message holds its faults."""


@register_runner(default=True)
class Runner(_Runner):
    """Runs a fence through the recorder."""

    def runtest(self, test: FenceTestDefinition, args: object, **options: object) -> None:
        """Called by pytest-markdown-docs for each fence."""
        faults = verify(test.source_path, test.start_line, test.source)
        if faults:
            raise FenceFailed(report(faults))

    def repr_failure(
        self,
        test: FenceTestDefinition,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: object = None,
    ) -> str:
        """What pytest prints of a failure."""
        if isinstance(excinfo.value, FenceFailed):
            return str(excinfo.value)
        return str(excinfo.getrepr(style="long"))


def pytest_configure(config: pytest.Config) -> None:
    """Keep the switch off that would import every module to look for fences in docstrings."""
    config.option.markdowndocs = False


@pytest.hookimpl(tryfirst=True)
def pytest_markdown_docs_markdown_it() -> Parser:
    """The parser of pages."""
    return Parser()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the pages, README and CONTRIBUTING as files of tests."""
    if is_document(parent.config.rootpath, file_path):
        return MarkdownTextFile.from_parent(parent, path=file_path)
    return None
