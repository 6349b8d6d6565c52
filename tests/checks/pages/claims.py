"""The sentences of a page that claim something, read from its file as the checks read it.

What a claim is, and when a run shows it, says `shelf.claims`; what answers for the
others stands in the ledger: `tests.checks.pages.answers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from shelf.claims import RUN, SHOWN, Figure, Sentence, names, read
from tests.checks.pages.markdown import FRONT_MATTER, Page
from tests.checks.pages.unwritten import MARK as UNWRITTEN

#: What stands where a sentence is still to be written, of which another check tells.
MARK_OF_GAP = UNWRITTEN.lower()


@dataclass(frozen=True)
class Claim:
    """A sentence that claims something: its page and line, its words, and what answers for it.

    ``shown`` is "run" where a program, a number or a figure does, "" where none does.
    """

    page: Page
    line: int
    says: str
    shown: str


def claims(page: Page) -> Iterator[Claim]:
    """Every sentence of a page that claims something."""
    for sentence in sentences(page):
        if sentence.claims and MARK_OF_GAP not in sentence.says.lower():
            yield Claim(page, sentence.line, sentence.says, RUN if sentence.shown else "")


def sentences(page: Page) -> tuple[Sentence, ...]:
    """Every sentence of a page; front matter is none."""
    return _sentences(page, page.text)


@lru_cache(256)  # each check of the ledger asks
def _sentences(page: Page, text: str) -> tuple[Sentence, ...]:
    front = FRONT_MATTER.match(text)
    first = front[0].count("\n") if front else 0
    lines = ["" if n < first else line for n, line in enumerate(page.unfenced.split("\n"))]
    figures = [
        Figure(fence.line, names(fence.text, lambda stem: _source(page.root, stem)))
        for fence in page.fences
        if fence.language in SHOWN
    ]
    return tuple(read(lines, figures))


@cache
def _source(root: Path, stem: str) -> str:
    path = root / "snippets" / f"{stem}.py"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
