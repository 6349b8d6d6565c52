"""Draws a program, its marks and its transcripts as one figure."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from xml.etree.ElementTree import Element

from pygments import highlight
from pygments.filter import simplefilter
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.token import (
    Comment,
    Keyword,
    Name,
    Number,
    Operator,
    String,
    Token,
    _TokenType,
    is_token_subtype,
)

from recorder import Expectation, Sample, Variant
from theme import detail
from theme.book import Links, anchor
from theme.elements import Stash, element, link, prose, span, stale_since
from theme.faults import PageError, parse
from theme.marks import TESTED, Mark, ending, marks, trouble

#: MkDocs and ProperDocs show in the terminal what is logged below this name.
log = logging.getLogger("mkdocs.plugins.theme")

#: The name of the usual case, beside the names of the cases that differ.
USUAL = "everywhere else"

#: What is coloured in a program, and as what.
COLOURED = {
    Name.Function: Name.Function,
    Name.Class: Name.Function,
    Name.Decorator: Name.Function,
    Keyword: Keyword,
    Operator.Word: Keyword,
    String: String,
    Number: Number,
    Comment: Comment,
}
#: The commonest kind of all is a key word, for which HTML has an element.
KEY_WORD = re.compile(r'<span class="k">([^<]*)</span>')

#: Lines that a screen holds.
SCREEN = 80

BROKEN = Mark("✗ Broken on purpose", "broken")


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
    sample: Sample, links: Links, stash: Stash, lit: Sequence[int] = (), drafts: bool = False
) -> Element:
    """The figure of `sample`.

    With `drafts` a transcript that is missing or out of date is said in the
    figure; without, a missing one is a `PageError`, as is a broken program whose
    right neighbour stands nowhere.
    """
    parse(sample.source, sample.path)
    program = f'<pre><code data-sample="{sample.stem}">{coloured(sample.shown, lit)}</code></pre>'
    kinds = ["sample"]
    if sample.broken:
        kinds.append("broken")
    elif not sample.timing and marks(sample, links.book.record)[0] != TESTED:
        kinds.append("unsure")
    return element(
        "figure",
        {"class": " ".join(kinds), "id": anchor(sample.stem)},
        _caption(sample, links, lit),
        element("div", {"class": "sample-program"}, _folded(sample, stash(program))),
        *([] if sample.timing else [_outputs(sample, links, stash, drafts)]),
    )


def _folded(sample: Sample, program: str) -> Element | str:
    """The program as it is; one that no screen holds is folded, since it is run and not read."""
    lines = len(sample.shown.splitlines())
    if lines <= SCREEN:
        return program
    summary = element("summary", None, f"The whole program, {lines} lines")
    return element("details", {"class": "sample-whole"}, summary, program)


def coloured(code: str, lit: Sequence[int] = ()) -> str:
    """A program as HTML whose text is exactly `code`; only what has a colour is marked."""
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    lexer.add_filter(_plain())
    html = str(highlight(code, lexer, HtmlFormatter(nowrap=True, hl_lines=list(lit))))
    html = KEY_WORD.sub(r"<b>\1</b>", html)
    return html.replace('\n</span><span class="hll">', "\n")  # lines that follow are lit as one


def spans(lines: Sequence[int]) -> str:
    """Numbers in rising order, in words: "1, 7 to 9"."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


@simplefilter
def _plain(
    _self: object, _lexer: object, tokens: Iterable[tuple[_TokenType, str]], _options: object
) -> Iterator[tuple[_TokenType, str]]:
    """Leaves the kinds that text.css colours, and makes each the plainest of its kind."""
    for kind, text in tokens:
        yield _plainest(kind), text


@cache
def _plainest(kind: _TokenType) -> _TokenType:
    shown = (kin for known, kin in COLOURED.items() if is_token_subtype(kind, known))
    return next(shown, Token)


def terminal(transcript: str) -> str:
    """A transcript as HTML whose text is exactly `transcript`."""
    command, newline, text = escape(transcript, quote=False).partition("\n")
    return (
        f'<span class="prompt">{command[:2]}</span><span class="command">{command[2:]}</span>'
        f"{newline}{text}"
    )


def _caption(sample: Sample, links: Links, lit: Sequence[int]) -> Element:
    """The line above a program, and for a broken one what is wrong with it."""
    name = sample.path.name
    parts: list[Element | str] = [
        link(f"#{anchor(sample.stem)}", name, **{"class": "sample-name"}),
        " ",
    ]
    if lit:
        parts += [span("spoken", f"Marked lines: {spans(lit)}."), " "]
    if not sample.broken:
        # the script that it works by gives it the program's name as well
        parts += [element("button", {"class": "sample-copy scripted"}, "Copy"), " "]
    parts += [
        link(links.program(sample.stem), "Download", download="", **{"class": "sample-download"}),
        detail.draw(sample, links),
    ]
    if sample.broken:
        parts.append(_warning(sample, links))
    return element("figcaption", None, *parts)


def _warning(sample: Sample, links: Links) -> Element:
    """What is wrong with a broken program, and the way to its right neighbour."""
    right = links.book.sample(sample.neighbour)
    words = trouble(sample.header.expectation) or sample.sentence
    return span(
        "sample-warning",
        element("strong", {"class": "mark mark-broken"}, f"{BROKEN.words}:"),
        " ",
        *prose(words if words.endswith(".") else f"{words}."),
        " ",
        link(links.figure(right.stem), f"Use {right.path.name}"),
    )


def _outputs(sample: Sample, links: Links, stash: Stash, drafts: bool) -> Element:
    """All transcripts: one as it is, several as tabs that need no script.

    The tabs are radio buttons, each followed by its label and its panel, so
    that without a style sheet and on paper all of them are read in order.
    """
    if not sample.header.variants:
        panel = _output(sample, None, links, stash, drafts)
        return element("div", {"class": "sample-output"}, *panel)
    group = f"{anchor(sample.stem)}--output"
    tabs: list[Element] = []
    for case in (None, *sample.header.variants):
        key = f"{group}-{case.name if case else 'usual'}"
        radio = {"type": "radio", "name": group, "id": key}
        tabs += [
            element("input", radio if case else {**radio, "checked": "checked"}),
            element("label", {"for": key}, case.where.label if case else USUAL),
            element("div", {"class": "sample-case"}, *_output(sample, case, links, stash, drafts)),
        ]
    return element(
        "fieldset",
        {"class": "sample-output sample-cases"},
        element("legend", {"class": "spoken"}, f"What {sample.path.name} prints"),
        *tabs,
    )


def _output(
    sample: Sample, case: Variant | None, links: Links, stash: Stash, drafts: bool
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
    variant = f' data-variant="{case.name}"' if case else ""
    text = terminal(path.read_bytes().decode())
    return [
        _line("sample-label", "prints" if transcript.text else "prints nothing"),
        *stale,
        stash(f"<pre><code data-transcript{variant}>{text}</code></pre>"),
        *_end(case.expectation if case else sample.header.expectation),
    ]


def _end(expectation: Expectation) -> list[Element]:
    words = ending(expectation)
    square = element("span", {"aria-hidden": "true"}, "■")
    return [element("p", {"class": "sample-end"}, square, f" {words}")] if words else []


def _line(kind: str, words: str) -> Element:
    return element("p", {"class": kind}, words)
