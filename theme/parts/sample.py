"""Draws a program, its marks and its transcripts as one figure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from shelf import Case, Expectation, Sample
from shelf.kinds import arranged_lines, demonstration
from shelf.sample import parse
from theme.book.addresses import anchor
from theme.book.links import Links
from theme.elements import Stash, element, link, prose, span, stale_since
from theme.faults import PageError, log
from theme.marks import BROKEN, DEMONSTRATION, TESTED, ending, marks, trouble
from theme.parts import excerpt, runs
from theme.parts.code import coloured, terminal
from theme.parts.part import Asked, Part

#: Lines that a screen holds.
SCREEN = 80


def lit_lines(option: str, shown: str) -> list[int]:
    """The lines that ``lines="3 7-9"`` lights (a comma parts them as well).

    Raises `PageError` where it names no lines of the program `shown`.
    """
    lines = shown.splitlines()
    lit: list[int] = []
    for part in re.split(r"[,\s]+", option.strip()):
        match = re.fullmatch(r"(\d+)(?:-(\d+))?", part)
        if match is None:
            raise PageError(
                f'lines="{option}" is not understood; write lines="7-9" or lines="3 7-9"'
            )
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= len(lines):
            raise PageError(
                f'lines="{option}" leaves the program, which has lines 1 to {len(lines)}'
            )
        for number in (first, last):
            if not lines[number - 1].strip():
                raise PageError(f'lines="{option}" names line {number}, which is blank')
        if lit and first <= lit[-1]:
            raise PageError(f'lines="{option}" is out of order; name each line once, going down')
        lit += range(first, last + 1)
    return lit


def draw(
    sample: Sample,
    links: Links,
    stash: Stash,
    lit: Sequence[int] = (),
    drafts: bool = False,
    half: bool = False,
    whole: bool = True,
) -> Element:
    """The figure of `sample`; `half` as wide, where two stand side by side.

    One that is not to stand `whole`, or that no screen holds, shows its docstring and what
    is lit at first, and by one tap the rest.

    With `drafts` a transcript that is missing or out of date is said in the
    figure; without, a missing one is a `PageError`, as is a broken program whose
    right neighbour stands nowhere.
    """
    parse(sample.source, sample.path)
    html, lines = program(sample, lit, whole)
    inside = element("div", {"class": "sample-program"}, stash(html))
    printed = [] if sample.timing else [outputs(sample, links, stash, drafts)]
    return framed(sample, links, lit, inside, *printed, half=half, lines=lines)


def program(sample: Sample, lit: Sequence[int] = (), whole: bool = True) -> tuple[str, int]:
    """A program as HTML that is to pass through, and of how many lines not all stand at first."""
    arranged = arranged_lines(sample.shown) if demonstration(sample) else []
    count = len(sample.shown.splitlines())
    standing = None if whole and count <= SCREEN else excerpt.of_program(sample.shown, lit)
    if standing is None:
        html, count = coloured(sample.shown, lit, arranged), 0
    else:
        html = excerpt.html(lines_of(sample), standing, lit)
    return f'<pre><code data-sample="{sample.stem}">{html}</code></pre>', count


def lines_of(sample: Sample) -> list[str]:
    """A program's lines as HTML, each without its end."""
    arranged = arranged_lines(sample.shown) if demonstration(sample) else []
    return coloured(sample.shown, (), arranged).removesuffix("\n").split("\n")


def framed(
    sample: Sample,
    links: Links,
    lit: Sequence[int],
    *inside: Element,
    half: bool = False,
    paired: bool = False,
    lines: int = 0,
) -> Element:
    """The frame and the caption of a program around what is shown of it.

    Where it is `paired`, its neighbour follows at once, and needs no way to it;
    where so many `lines` do not stand at first, a tap shows all of them.
    """
    kinds = ["sample"]
    if sample.broken:
        kinds.append("broken")
    elif not (sample.timing or marks(sample, links.book.record)[0].words.startswith(TESTED)):
        kinds.append("unsure")
    if demonstration(sample) and arranged_lines(sample.shown):
        kinds.append("demonstration")
    if half:
        kinds.append("half")
    return element(
        "figure",
        {"class": " ".join(kinds), "id": anchor(sample.stem)},
        _caption(sample, links, lit, paired, lines),
        *inside,
    )


def spans(lines: Sequence[int]) -> str:
    """Numbers in rising order, in words: "1, 7 to 9"."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _caption(sample: Sample, links: Links, lit: Sequence[int], paired: bool, lines: int) -> Element:
    """The line above a program, and for a broken one what is wrong with it."""
    name = sample.path.name
    parts: list[Element | str] = [
        link(f"#{anchor(sample.stem)}", name, **{"class": "sample-name"}),
        " ",
    ]
    if not sample.broken:
        # the script that it works by gives it the program's name as well
        parts += [element("button", {"class": "sample-copy"}, "Copy"), " "]
    parts.append(link(links.program(sample.stem), "Download", download=""))
    parts += [" ", excerpt.tap(lines)] if lines else []
    parts.append(runs.draw(sample, links))
    if lit:
        parts.append(span("sample-lit", f"Marked lines: {spans(lit)}."))
    if sample.broken:
        parts.append(_warning(sample, links, paired))
    elif demonstration(sample):
        parts.append(_arranged(sample, links))
    return element("figcaption", None, *parts)


def _arranged(sample: Sample, links: Links) -> Element:
    """What a demonstration arranges, on which lines, and the way to the program for use."""
    other = links.book.sample(sample.header.use)
    lines = arranged_lines(sample.shown)
    where = f" on line{'s' if len(lines) > 1 else ''} {spans(lines)}" if lines else ""
    return span(
        "sample-arranged",
        element("strong", {"class": "mark mark-arranged"}, f"{DEMONSTRATION.words}:"),
        " ",
        *prose(f"{sample.header.arranged}{where}."),
        " ",
        link(links.figure(other.stem), f"For use: {other.path.name}"),
    )


def _warning(sample: Sample, links: Links, paired: bool) -> Element:
    """What is wrong with a broken program, and the way to its right neighbour."""
    right = links.book.sample(sample.neighbour)
    words = trouble(sample.header.expectation) or sample.sentence
    way: list[Element | str] = [" ", link(links.figure(right.stem), f"Use {right.path.name}")]
    return span(
        "sample-warning",
        element("strong", {"class": "mark mark-broken"}, f"{BROKEN.words}:"),
        " ",
        *prose(words if words.endswith(".") else f"{words}."),
        *([] if paired else way),
    )


def outputs(sample: Sample, links: Links, stash: Stash, drafts: bool, whose: str = "") -> Element:
    """All transcripts: one as it is, several as tabs that need no script; `whose` they are.

    The tabs are radio buttons, each followed by its label and its panel, so
    that without a style sheet and on paper all of them are read in order.
    """
    usual, *variants = sample.header.cases
    if not variants:
        panel = _output(sample, usual, links, stash, drafts, whose)
        return element("div", {"class": "sample-output"}, *panel)
    group = f"{anchor(sample.stem)}--output"
    tabs: list[Element] = []
    for case in (usual, *variants):
        key = f"{group}-{case.name or 'usual'}"
        radio = {"type": "radio", "name": group, "id": key}
        tabs += [
            element("input", {**radio, "checked": "checked"} if case is usual else radio),
            element("label", {"for": key}, case.label),
            element(
                "div", {"class": "sample-case"}, *_output(sample, case, links, stash, drafts, whose)
            ),
        ]
    return element(
        "fieldset",
        {"class": "sample-output sample-cases"},
        element("legend", {"class": "spoken"}, f"What {sample.path.name} prints"),
        *tabs,
    )


def _output(
    sample: Sample, case: Case, links: Links, stash: Stash, drafts: bool, whose: str
) -> list[Element | str]:
    """A label, a transcript, and how the run ended."""
    path = sample.transcript_path(case)
    name, cure = path.relative_to(sample.root).as_posix(), f"make record ONLY={sample.stem}"
    transcript = sample.transcript(case)
    if transcript is None:
        missing = f"not recorded yet: {cure}"
        if not drafts:
            raise PageError(f"{name} is {missing}")
        log.warning("%s is %s", name, missing)
        return [_line("sample-label", "prints"), _line("sample-missing", missing)]
    stale: list[Element] = []
    if drafts and links.book.record.outdated(sample, path):
        log.warning("%s is older than its program: %s", name, cure)
        stale = [stale_since(cure)]
    variant = f' data-variant="{case.name}"' if case.name else ""
    text = terminal(path.read_bytes().decode())
    words = f"{whose} {'prints' if transcript.text else 'prints nothing'}".strip()
    label = _line("sample-label", words)
    if standing := excerpt.of_transcript(text):
        lines = text.removesuffix("\n").split("\n")
        text = excerpt.html(lines, standing)
        label.append(excerpt.tap(len(lines)))
    return [
        *_stage(sample),
        label,
        *stale,
        stash(f"<pre><code data-transcript{variant}>{text}</code></pre>"),
        *_end(case.expectation),
    ]


def _stage(sample: Sample) -> list[Element]:
    """What stood beside the program when it ran."""
    if sample.stage is None:
        return []
    told = ast.get_docstring(ast.parse(sample.stage.read_text(encoding="utf-8"))) or ""
    words = " ".join(told.split())
    return [_line("sample-label", f"with {words[:1].lower()}{words[1:]}")]


def _end(expectation: Expectation) -> list[Element]:
    words = ending(expectation)
    square = element("span", {"aria-hidden": "true"}, "■")
    return [element("p", {"class": "sample-end"}, square, f" {words}")] if words else []


def _line(kind: str, words: str) -> Element:
    return element("p", {"class": kind}, words)


def _asked(asked: Asked) -> Element:
    sample, links = asked.sample, asked.links
    once(asked, sample.stem)
    lit = lit_of(asked, sample)
    width = asked.options.get("width")
    if width not in (None, "half"):
        raise PageError(f'width="{width}" is not understood; write width="half" for two beside it')
    half = width == "half"
    return draw(sample, links, asked.stash, lit, asked.drafts, half, half or leads(asked))


def leads(asked: Asked) -> bool:
    """Whether it is the first program of its page, which stands whole."""
    first = next(iter(asked.links.here.samples), None)
    return first is None or first.line == asked.line


def lit_of(asked: Asked, sample: Sample, option: str = "lines") -> list[int]:
    """The lines of `sample` that an option of the fence lights."""
    lines = asked.options.get(option)
    return [] if lines is None else lit_lines(lines, sample.shown)


def once(asked: Asked, stem: str) -> None:
    """Raise `PageError` where the program stands in another place too."""
    here = asked.links.here.path, asked.line
    for source, other in asked.links.book.places(stem):
        if (source.path, other.line) != here:
            raise PageError(
                f"{stem} stands at {source.name}:{other.line} too; a program stands"
                f" in one place, and others link to it: [[{stem}]]"
            )


def tell(asked: Asked) -> Iterator[str]:
    """A program and everything that it prints."""
    return told(asked.sample)


def told(sample: Sample) -> Iterator[str]:
    """A program and everything that it prints, in lines of Markdown."""
    yield f"`{sample.stem}.py`" + (f", {BROKEN.words.lower()}:" if sample.broken else ":")
    if demonstration(sample):
        yield f"(Demonstration: {sample.header.arranged}. For use: `{sample.header.use}.py`.)"
    yield from ["", "```python", *sample.shown.rstrip("\n").split("\n"), "```"]
    for case, transcript in sample.transcripts().items():
        words = f"It prints, {case.label}:" if sample.header.variants else "It prints:"
        yield from ["", words, "", "```text", *str(transcript).rstrip("\n").split("\n"), "```"]


PART = Part(_asked, tell, options=("lines", "width"))
