"""A broken program and its cure as one figure: what it shows as the change is all of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from copy import copy

from bs4 import Tag

from shelf import Sample, samples
from shelf.fault import Fault, short_diff
from tests.checks.site.site import Site

#: What stands in a right program that is shown as what changes, and is no part of it.
NOT_OF_IT = "del, small, .spoken"
#: What the broken one has not.
NOT_OF_THE_OTHER = "ins, small, .spoken"
LEFT_OUT = re.compile(r"⋯ ([\d,]+) lines? the same\n")
MORE = "differs in more than it says"


def program_in(code: Tag, less: str = NOT_OF_IT) -> str:
    """The program that a figure shows, whole or as what changes."""
    own = copy(code)
    for tag in own.select(less):
        tag.decompose()
    return own.get_text()


def prints_of(figure: Tag) -> Tag:
    """Where a program's transcripts stand: in its figure, or below both of a pair."""
    pair = figure.find_parent("figure", class_="pair")
    below = pair.find("div", class_="prints", recursive=False) if pair else None
    if pair is None or not isinstance(below, Tag):
        return figure
    halves = below.find_all(True, recursive=False)
    return halves[pair.find_all("figure", recursive=False).index(figure)]


def body(program: str) -> list[str]:
    """The lines of a program after the sentence that it begins with."""
    lines = program.splitlines()
    first = ast.parse(program).body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return lines[first.end_lineno :] if told else lines


def pairs_say_all_that_differs(site: Site) -> list[Fault]:
    """With the lines that go and come, and no others, the broken program is the right one."""
    known = samples(site.root)
    return [
        Fault(
            what,
            site.at(path, right.stem),
            "the reader mends a program by what is shown here",
            "look at the built page; the theme draws it (theme/parts/pair.py)",
        )
        for path, soup in site.html.items()
        for code in soup.select("figure.pair code[data-sample]:has(> :is(del, ins))")
        if (right := known.get(str(code["data-sample"])))
        for what in _wrong(code, right, known[right.neighbour])
    ]


def _wrong(code: Tag, right: Sample, wrong: Sample) -> Iterator[str]:
    """What the figure of a pair says otherwise than both files do."""
    for one, less in ((right, NOT_OF_IT), (wrong, NOT_OF_THE_OTHER)):
        shown, expected = body(program_in(code, less) or "0"), body(one.shown)
        if shown != expected:
            diff = short_diff("\n".join(expected), "\n".join(shown), (one.path.name, "shown"), 12)
            yield f"the pair of {right.stem} {MORE}\n{diff}"
    for gap in code.find_all("small"):
        rest = gap.find_next_sibling(class_="rest")
        hidden = rest.get_text().splitlines() if isinstance(rest, Tag) else []
        if rest is code.find(class_="rest"):  # which begins with the docstring
            hidden = hidden[len(right.shown.splitlines()) - len(body(right.shown)) :]
            while hidden and not hidden[0]:
                del hidden[0]
        said = LEFT_OUT.fullmatch(gap.get_text())
        if said is None or int(said[1].replace(",", "")) != len(hidden):
            yield f"{gap.get_text().strip()!r} in {right.stem} stands for {len(hidden)} lines"
    says = code.find_previous("p", class_="sample-says")
    plain = right.sentence.replace("`", "")
    if not isinstance(says, Tag) or plain not in " ".join(says.get_text().split()):
        yield f"the pair of {right.stem} does not say what its program shows"


CHECKS: tuple[Callable[[Site], list[Fault]], ...] = (pairs_say_all_that_differs,)
