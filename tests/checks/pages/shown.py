"""The pages of docs/: the programs on them, their order and form."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from shelf import Sample, Wrong, samples
from shelf.fault import Fault
from shelf.words import nearest
from tests.checks.pages.errors import (
    each_has_cause_and_cure,
    each_myth_has_a_program,
    many_messages,
)
from tests.checks.pages.links import ways_lead_somewhere
from tests.checks.pages.markdown import FRONT_MATTER, Fence, documents, pages, without
from tests.checks.pages.nav import nav_is_complete, nav_is_in_groups, nav_is_in_order
from tests.checks.pages.prose import belittling_words, typed_numbers
from tests.checks.pages.terms import terms_are_linked, terms_are_linked_once
from tests.checks.pages.unwritten import nothing_unwritten
from theme.faults import PageError
from theme.parts import PARTS, excerpt
from theme.parts.change import change
from theme.parts.sample import SCREEN, lit_lines

WORDS = 80
CALLOUTS = 2
LIT = re.compile(r'\blines="([^"]*)"')
#: Consecutive lines of code that make a typed fence a part of a program.
REGION = 3
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
            "the reader would see nothing here, and nothing is built",
            _meant(fence.stem, stems),
        )
        for page in pages(root)
        for fence in page.samples
        if fence.stem not in stems
    ]


def _meant(stem: str, known: list[str]) -> str:
    near = get_close_matches(stem, known, n=1, cutoff=0.5)
    return f"write {near[0]}" if near else "write the stem of a program of snippets/"


def one_place_each(root: Path) -> list[Fault]:
    """Every program stands on one page, and on no second one."""
    places: dict[str, list[str]] = defaultdict(list)
    for page in pages(root):
        for fence in page.samples:
            places[fence.stem].append(page.at(fence.line))
    known = samples(root)
    # a stem that was misspelt is told as that, and not once more as a program without a page
    misspelt = [stem for stem in places if stem not in known]
    meant = {near for stem in misspelt for near in get_close_matches(stem, known, n=1, cutoff=0.5)}
    faults = [
        Fault(
            "no page shows this program",
            f"snippets/{stem}.py:1",
            "a program that nobody reads is only work to keep",
            f"show it where it is talked about, in a sample fence that names {stem}; or remove it",
        )
        for stem in known
        if stem not in places and stem not in meant
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
        shown = [fence for fence in page.fences if fence.language in ("sample", "pair", "message")]
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
            misspelt = after not in known and after in stems  # which is told as that
            if sample and sample.broken and after != sample.neighbour and not misspelt:
                faults.append(
                    Fault(
                        f"after {fence.stem} comes {after}, not {sample.neighbour}",
                        page.at(fence.line),
                        "a reader who stops at the wrong program takes it along",
                        f"show {sample.neighbour} as the next program",
                    )
                )
    return faults


def folded_are_lit(root: Path) -> list[Fault]:
    """A program of an article that stands folded has lines lit, which stand with its docstring."""
    known = samples(root)
    faults = []
    for page in pages(root):
        if page.below_docs.startswith("errors/"):
            continue  # there a program is beside its message
        shown = [fence for fence in page.fences if fence.language in ("sample", "pair")]
        for fence in shown:
            for stem, option in _dark(fence, known, leads=fence is shown[0]):
                faults.append(
                    Fault(
                        f"{stem} stands folded, and no line of it is lit",
                        page.at(fence.line),
                        "the reader sees a docstring, and of the program nothing",
                        "give the fence the lines that the text is about: "
                        f'```{fence.language} {option}="7-9"',
                    )
                )
    return faults


def what_is_lit_does_something(root: Path) -> list[Fault]:
    """Lines that are lit are more than a docstring and imports."""
    known = samples(root)
    return [
        Fault(
            f"of {fence.stem} it lights a docstring or imports alone, and nothing that is done",
            page.at(fence.line),
            "the reader looks at the lit lines for what the text speaks of",
            f'give the fence the lines that the text is about: ```{fence.language} lines="7-9"',
        )
        for page in pages(root)
        for fence in page.fences
        if fence.language in ("sample", "pair") and fence.stem in known
        if (lit := LIT.search(fence.info)) and _idle(_shown(known[fence.stem]), lit[1])
    ]


def _idle(text: str, lit: str) -> bool:
    """Whether all lines that an option lights hold a docstring or an import of the program."""
    try:
        lines, body = {*lit_lines(lit, text)}, ast.parse(text).body
    except (PageError, SyntaxError):
        return False  # other checks say so
    idle = [one for one in body[1:] if isinstance(one, ast.Import | ast.ImportFrom)]
    for one in (*body[:1], *idle):
        lines -= {*range(one.lineno, (one.end_lineno or one.lineno) + 1)}
    return not any(text.splitlines()[line - 1].strip() for line in lines)


def _dark(fence: Fence, known: Mapping[str, Sample], leads: bool) -> Iterator[tuple[str, str]]:
    """The programs of a fence that stand folded with no line lit, and the option that lights."""
    stems = [line.strip() for line in fence.text.split("\n") if line.strip()]
    texts = [_shown(known[stem]) if stem in known else "" for stem in stems]
    if fence.language == "pair" and len(texts) > 1 and change(*texts[:2]) is not None:
        del texts[1:]  # of the right one stands what changes
    whole = leads or 'width="half"' in fence.info
    for stem, option, text in zip(stems, ("lines", "right"), texts, strict=False):
        folds = not whole or len(text.splitlines()) > SCREEN
        if folds and f'{option}="' not in fence.info and excerpt.of_program(text, ()) is not None:
            yield stem, option


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
    except Wrong:
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
    except Wrong:
        return  # test_snippets.py says so
    for text in texts:
        for line in text.split("\n"):
            if len(line.strip()) >= 10:
                yield line.strip()


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
    ways_lead_somewhere,
    one_place_each,
    program_first,
    right_after_broken,
    folded_are_lit,
    what_is_lit_does_something,
    typed_by_hand,
    few_callouts,
    no_typed_numbers,
    no_belittling_words,
    terms_are_linked,
    terms_are_linked_once,
    nav_is_complete,
    nav_is_in_order,
    nav_is_in_groups,
    nothing_unwritten,
    each_has_cause_and_cure,
    many_messages,
    each_myth_has_a_program,
)
