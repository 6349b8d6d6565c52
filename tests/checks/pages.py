"""The pages of docs/: their programs, fences, order and form."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from recorder import HeaderError, Sample, TranscriptError, samples
from recorder.fault import Fault
from recorder.header import nearest
from tests.checks.errors import each_has_cause_and_cure, each_myth_has_a_program, many_messages
from tests.checks.markdown import FRONT_MATTER, Fence, documents, pages, without
from tests.checks.nav import nav_is_complete, nav_is_in_order
from tests.checks.prose import belittling_words, typed_numbers
from tests.checks.terms import terms_are_linked, terms_are_linked_once
from tests.checks.unwritten import nothing_unwritten
from theme.page import PARTS

WORDS = 80
CALLOUTS = 2
#: Consecutive lines of code that make a typed fence a part of a program.
REGION = 3
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
NOT_WORDS = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"(?<=\])\([^()\n]*\)"),
    re.compile(r"<[^<>\n]*>"),
)
CALLOUT = re.compile(r"(?m)^[ \t>]*(?:!!!|\?\?\?\+?)[ \t]+\S")


# Programs on pages


def known_stems(root: Path) -> list[Fault]:
    """Every program that a page shows exists."""
    stems = list(samples(root))
    return [
        Fault(
            f"there is no program {fence.stem!r}{nearest(fence.stem, stems)}",
            page.at(fence.line),
            "the reader would see nothing here",
            "write the stem of a program of snippets/",
        )
        for page in pages(root)
        for fence in page.samples
        if fence.stem not in stems
    ]


def one_place_each(root: Path) -> list[Fault]:
    """Every program stands on one page, and on no second one."""
    places: dict[str, list[str]] = defaultdict(list)
    for page in pages(root):
        for fence in page.samples:
            places[fence.stem].append(page.at(fence.line))
    faults = [
        Fault(
            "no page shows this program",
            f"snippets/{stem}.py:1",
            "a program that nobody reads is only work to keep",
            f"show it where it is talked about, in a sample fence that names {stem}; or remove it",
        )
        for stem in samples(root)
        if stem not in places
    ]
    for stem, found in places.items():
        faults += [
            Fault(
                f"{stem} stands at {found[0]} already",
                place,
                "each program has one home, so that a link to it has one target",
                f"link to it: [[{stem}]]",
            )
            for place in found[1:]
        ]
    return faults


def program_first(root: Path) -> list[Fault]:
    """An article shows its first program, or message, within its first words."""
    faults = []
    for page in pages(root):
        shown = [fence for fence in page.fences if fence.language in ("sample", "message")]
        if len(Path(page.below_docs).parts) != 2 or not shown:
            continue
        first = shown[0]
        start = FRONT_MATTER.match(page.text)
        lines = page.unfenced.split("\n")[: first.line - 1]
        before = "\n".join(lines)[start.end() if start else 0 :]
        words = len(re.findall(r"\S*\w\S*", without(before, NOT_WORDS)))
        if words > WORDS:
            faults.append(
                Fault(
                    f"{words} words stand before the first program, at most {WORDS} may",
                    page.at(first.line),
                    "whoever came for the program has to find it without scrolling",
                    "answer in two sentences, show the program, then explain",
                )
            )
    return faults


def right_after_broken(root: Path) -> list[Fault]:
    """What is wrong on purpose is followed by what is right."""
    known = samples(root)
    faults = []
    for page in pages(root):
        stems = [fence.stem for fence in page.samples]
        for fence, after in zip(page.samples, [*stems, "nothing"][1:], strict=True):
            sample = known.get(fence.stem)
            if sample and sample.broken and after != sample.neighbour:
                faults.append(
                    Fault(
                        f"after {fence.stem} comes {after}, not {sample.neighbour}",
                        page.at(fence.line),
                        "a reader who stops at the wrong program takes it along",
                        f"show {sample.neighbour} as the next program",
                    )
                )
    return faults


# Fences


def spelt_as_python(root: Path) -> list[Fault]:
    """Python is typed in one spelling, so that none escapes being run."""
    faults = []
    for page in documents(root):
        for fence in page.fences:
            if what := _escapes(fence):
                faults.append(
                    Fault(
                        what,
                        page.at(fence.line),
                        "a reader copies it, so it has to be run, and only ```python is",
                        "write ```python and nothing more, or better, show a sample",
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


def typed_by_hand(root: Path) -> list[Fault]:
    """No part of a program, and nothing that one printed, is typed on a page."""
    regions: dict[tuple[str, ...], str] = {}
    printed: dict[str, str] = {}
    for sample in samples(root).values():
        for region in _regions(_shown(sample)):
            regions.setdefault(region, sample.stem)
        for line in _printed(sample):
            printed.setdefault(line, sample.stem)
    faults = []
    for page in documents(root):
        for fence in page.fences:
            if fence.language in PARTS:
                continue
            stem = next((regions[r] for r in _regions(fence.text) if r in regions), "")
            what = f"a region of {stem} typed by hand"
            if not stem and fence.language != "python":
                lines = [line.strip() for line in fence.text.split("\n")]
                stem = next((printed[line] for line in lines if line in printed), "")
                what = f"what {stem} prints, typed by hand"
            if stem:
                faults.append(
                    Fault(
                        what,
                        page.at(fence.line),
                        "a second copy stays behind when the first one changes",
                        f'show the whole program, with lines="..." lit, or link to it: [[{stem}]]',
                    )
                )
    return faults


def _shown(sample: Sample) -> str:
    try:
        return sample.shown
    except HeaderError:
        return ""  # test_snippets.py says so


def _regions(code: str) -> Iterator[tuple[str, ...]]:
    lines = [line.strip() for line in code.split("\n")]
    lines = [line for line in lines if line and not line.startswith("#")]
    for at in range(len(lines) - REGION + 1):
        yield tuple(lines[at : at + REGION])


def _printed(sample: Sample) -> Iterator[str]:
    """Lines that a program printed and that are long enough to know again."""
    try:
        texts = [transcript.text for transcript in sample.transcripts().values()]
    except (HeaderError, TranscriptError):
        return  # test_snippets.py says so
    for text in texts:
        for line in text.split("\n"):
            if len(line.strip()) >= 10:
                yield line.strip()


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


# Form


def few_callouts(root: Path) -> list[Fault]:
    """At most two callouts stand on a page."""
    faults = []
    for page in pages(root):
        found = [page.line_of(match.start()) for match in CALLOUT.finditer(page.unfenced)]
        if len(found) > CALLOUTS:
            faults.append(
                Fault(
                    f"{len(found)} callouts, at most {CALLOUTS} are noticed",
                    page.at(found[CALLOUTS]),
                    "where everything stands out, nothing does",
                    "make it a sentence, or a section of its own",
                )
            )
    return faults


def no_typed_numbers(root: Path) -> list[Fault]:
    """No duration, factor, percentage, size or version is typed in a sentence."""
    return [fault for page in pages(root) for fault in typed_numbers(page)]


def no_belittling_words(root: Path) -> list[Fault]:
    """No word tells the reader that it is easy."""
    return [fault for page in pages(root) for fault in belittling_words(page)]


CHECKS: tuple[Callable[[Path], list[Fault]], ...] = (
    known_stems,
    one_place_each,
    program_first,
    right_after_broken,
    spelt_as_python,
    only_commands,
    fences_are_whole,
    typed_by_hand,
    no_snippets_directive,
    few_callouts,
    no_typed_numbers,
    no_belittling_words,
    terms_are_linked,
    terms_are_linked_once,
    nav_is_complete,
    nav_is_in_order,
    nothing_unwritten,
    each_has_cause_and_cure,
    many_messages,
    each_myth_has_a_program,
)
