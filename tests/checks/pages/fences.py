"""The fences typed on pages, and what stands above them.

Python by its name, commands without output, no whole program; front matter that is read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from shelf.fault import Fault
from shelf.words import nearest
from tests.checks.pages.markdown import FRONT_MATTER, Fence, documents
from theme.parts import PARTS

#: Languages of what is typed and not run: commands, settings, text.
TYPED = ("console", "text", "toml", "yaml", "ini", "make", "markdown")
#: What only Python does; settings and text that happen to parse do none of it.
DOING = (
    *(ast.Call, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom),
    *(ast.For, ast.While, ast.If, ast.With, ast.Try, ast.Raise, ast.Assert, ast.Lambda),
)
#: Lines that only Python has, whatever stands around them.
SURELY = re.compile(
    r"(?m)^\s*(?:import [\w.]+(?: as \w+)?"
    r"|from [\w.]+ import (?:[*(].*|\w+(?:, \w+| as \w+)*)"
    r"|(?:async )?def \w+\(.*|class \w+.*:|for \w.* in .+:|with \w[\w.]*\(.*:)\s*(?:#.*)?$"
)
#: How a command begins; where there is one only, it may do without.
PROMPT = re.compile(r"[$>] \S")
#: How a `python` fence may go on after its first word.
OPTIONS = re.compile(r'python(?:\s+(?:title|hl_lines|linenums)="[^"]*")*')
#: What only a whole program has.
WHOLE = re.compile(r"(?m)^if __name__ ==|^def main\(")
TYPED_WHOLE = "a whole program typed on a page"


def spelt_as_python(root: Path) -> list[Fault]:
    """Python is typed in one spelling, so that none escapes being run."""
    faults = []
    for page in documents(root):
        for fence in page.fences:
            if what := _escapes(fence):
                cure = "write ```python and nothing more, or better, show a sample"
                if what == TYPED_WHOLE:
                    cure = "make it a program of snippets/, and show that in a sample fence"
                faults.append(
                    Fault(
                        what,
                        page.at(fence.line),
                        "a reader copies it, so it has to be run as a reader runs it",
                        cure,
                    )
                )
    return faults


def _escapes(fence: Fence) -> str:
    """How a fence would pass by the runner, "" if it does not."""
    language = fence.language
    if fence.mark.startswith("~"):
        return f"a fence of {fence.mark}"
    if "{" in fence.info:
        return f"a fence in braces: {fence.info!r}"
    if language != "python" and language.lower() in ("py", "py3", "python", "python3", "pycon"):
        return f"Python in a fence called {language!r}"
    if language == "python" and WHOLE.search(fence.text):
        return TYPED_WHOLE
    if language == "python" and not OPTIONS.fullmatch(fence.info):
        return f"words after the language: {fence.info!r}"
    if language in TYPED and re.search(r"(?m)^\s*>>> ", fence.text):
        return f"a session of the interpreter in a {language} fence"
    if language in TYPED and _is_python(fence.text):
        return f"Python in a fence called {language!r}"
    return ""


def _is_python(text: str) -> bool:
    """Whether a text is surely Python: a line says so, or it parses and does something."""
    if SURELY.search(text):
        return True
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return False
    return any(isinstance(node, DOING) for node in ast.walk(tree))


def only_commands(root: Path) -> list[Fault]:
    """A console fence holds commands; what they print is shown by a sample alone."""
    return [
        Fault(
            what,
            page.at(fence.line + number),
            "what a command prints is only known from a run, and nobody runs this one",
            cure,
        )
        for page in documents(root)
        for fence in page.fences
        for number, what, cure in _printed_lines(fence)
    ]


def _printed_lines(fence: Fence) -> Iterator[tuple[int, str, str]]:
    """Lines of a fence that are no commands where they should be: their number, what, and cure."""
    lines = fence.text.rstrip("\n").split("\n")
    if fence.language in TYPED and fence.language not in ("console", "markdown"):
        for number, line in enumerate(lines, 1):
            if line.startswith("$ "):
                what = f"a command in a fence called {fence.language!r}"
                yield number, what, "write it in ```console, and what it prints in a sample fence"
    if fence.language != "console":
        return
    said = [line.strip() for line in lines if line.strip()]
    prompt = said[0][:2] if said and PROMPT.match(said[0]) else "$ "
    goes_on = False
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text and len(said) > 1 and not goes_on and not text.startswith(prompt):
            what = f"a line of a console fence that is no command: {text!r}"
            cure = "begin each command with '$ ', and show what it prints in a sample fence"
            yield number, what, cure
        goes_on = line.rstrip().endswith("\\")


def fences_are_whole(root: Path) -> list[Fault]:
    """Every fence is closed, and says what it holds."""
    known = ("python", *TYPED, *PARTS)
    faults = []
    for page in documents(root):
        for fence in page.fences:
            if not fence.closed:
                what, cure = "a fence that does not close", f"close it: {fence.mark}"
            elif not fence.language:
                what, cure = "a fence without a language", "write ```python, ```console or ```text"
            elif fence.language.lower() not in (*known, "py", "py3", "python3", "pycon"):
                what = f"a fence called {fence.language!r}{nearest(fence.language, known)}"
                cure = f"write one of: {', '.join(known)}"
            else:
                continue
            why = "what no check understands no check has tested"
            faults.append(Fault(what, page.at(fence.line), why, cure))
    return faults


def no_snippets_directive(root: Path) -> list[Fault]:
    """Nothing is pulled in by pymdownx.snippets, which fails in silence."""
    return [
        Fault(
            "a directive of pymdownx.snippets, --8<--",
            page.at(number),
            "a misspelt one is printed as text, and a lost mark shows the rest of the file",
            "show the program in a sample fence",
        )
        for page in documents(root)
        for number, line in enumerate(page.text.split("\n"), 1)
        if "--8<--" in line
    ]


def front_matter_is_read(root: Path) -> list[Fault]:
    """What stands above a page's title is a table of YAML, or the reader sees it."""
    faults = []
    for page in documents(root):
        if not page.text.startswith("---\n"):
            continue
        found = FRONT_MATTER.match(page.text)
        try:
            table = yaml.safe_load(found[0].removesuffix("---\n")) if found else None
        except yaml.YAMLError as error:
            table, what = None, f"its front matter is no YAML: {getattr(error, 'problem', error)}"
        else:
            what = "its front matter is no table of keys and values"
        if not isinstance(table, dict):
            why = "it is printed above the title, and what it says of search is lost"
            cure = "write `key: value`, the value without a colon and a space in it"
            faults.append(Fault(what, page.at(1), why, cure))
    return faults


CHECKS: tuple[Callable[[Path], list[Fault]], ...] = (
    front_matter_is_read,
    spelt_as_python,
    only_commands,
    fences_are_whole,
    no_snippets_directive,
)
