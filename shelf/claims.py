"""What the pages claim, and what answers for it: the sentences, and the ledger's entries.

A sentence is a line of a page, since this project writes one on each.  It makes
a claim where it holds a word that leaves no case out, or says what a default, a
version or a system does (`CLAIMS`).  A run shows it where it names a program or
a number, ``[[threads/lost_update]]``, or speaks of a figure of its own section:
they share a name in code marks, or it says "the broken program", "the timeline".

The ledger answers for the others: tests/ledger/ has a file for each page, with an
entry for the very sentence.  An entry names the test, the program, or the
documentation with what was read there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shelf.wrong import Wrong

LEDGER = Path("tests", "ledger")
#: Words that leave no case out, and what versions, systems and defaults do.
CLAIMS = re.compile(
    r"""(?ix)\b(?:
      never | always | only | ever | every(?:thing|body|one|where)? | each | all
    | nobody | none | nothing | nowhere | no | no[ ]one | any(?:thing|body|one|where)?
    | cannot | can't | must | (?:has|have)[ ]to | impossible | until | unless
    | defaults? | same | both | neither | what(?:so)?ever | however | whoever | whenever | wherever
    | guarantees? | guaranteed | promises? | safe | atomic
    | (?:faster|slower|cheaper|smaller|larger|bigger|quicker|less|more|fewer)[ ]than
    | windows | macos | linux | (?:older|newer)[ ]pythons?
    )\b | \b3\.\d\d\b"""
)
#: A condition on the version, which stands in code marks: ``sys.version_info >= (3, 14)``.
VERSION = re.compile(r"\(3, ?\d+(?:, ?\d+)?\)")
#: What answers in the sentence itself: a program, a fact or a number of it.
NAMED = re.compile(r"\[\[[\w-]+/[\w.-]+")
CODE = re.compile(r"`+([^`]+)`+")
IDENTIFIER = re.compile(r"[A-Za-z_]\w+")
#: How a sentence speaks of the figure beside it.
SPOKEN = re.compile(
    r"(?i)\b(?:(?:broken|right|first|second|same) (?:program|one)|(?:the|this) program"
    r"|timeline|chart|the output|the last line)\b"
)
#: Fences that show a run.
SHOWN = ("sample", "pair", "timeline", "chart", "orders")
STEM = re.compile(r"(?m)^\s*([\w-]+/\w+)")
MARK = re.compile(r"^(?:[-*+]|\d+\.|:|>|\|)\s+|^\s*\|")
#: How the reader is told that only documentation says so.
DOCUMENTED = re.compile(r"\(by \[the documentation\]\((https://[^\s()]+)\), not run here\)")
#: What can answer for a claim: a run that its page shows, or one of the ledger's kinds.
RUN, OPEN = "run", "open"
KINDS = ("test", "program", "docs")
KEYS = {"says", "test", "program", "docs", "read", "python"}


class ClaimsError(Wrong):
    """An entry of the ledger that cannot be read."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a page: its line, its words, whether it claims, and whether a run shows it."""

    line: int
    says: str
    claims: bool
    shown: bool


@dataclass(frozen=True)
class Figure:
    """A fence that shows a run: its line, and the names in the programs that it shows."""

    line: int
    names: Collection[str]


@dataclass(frozen=True)
class Entry:
    """What somebody has answered for a sentence: `by` is one of `KINDS`."""

    file: Path
    line: int
    says: str
    by: str
    evidence: str
    read: str = ""
    python: str = ""

    @property
    def page(self) -> str:
        """The page that it speaks of, below docs/."""
        return self.file.relative_to(LEDGER).with_suffix(".md").as_posix()


def read(lines: Sequence[str], figures: Iterable[Figure]) -> Iterator[Sentence]:
    """The sentences of a page, whose front matter and fences are blank lines."""
    shown = list(figures)
    starts = [1, *(n for n, line in enumerate(lines, 1) if line.startswith("#"))]
    for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        here = [figure for figure in shown if start <= figure.line < end]
        known = {name for figure in here for name in figure.names}
        for number in range(start, end):
            says = said(lines[number - 1])
            if says and not lines[number - 1].startswith("#"):
                version = bool(VERSION.search(says))
                claims = version or bool(CLAIMS.search(CODE.sub(" ", says)))
                # no figure shows by a name that it shares what is so from a version on
                spoken = bool(here) and not version and _speaks(says, known)
                run = bool(NAMED.search(says)) or spoken
                yield Sentence(number, says, claims, run)


def _speaks(says: str, known: set[str]) -> bool:
    """Whether a sentence speaks of a figure with the names `known`."""
    names = {name for code in CODE.findall(says) for name in IDENTIFIER.findall(code)}
    return bool(names & known or SPOKEN.search(says))


def said(line: str) -> str:
    """The sentence on a line, without what makes it an item, a row or a definition."""
    text = line.strip()
    while (left := MARK.sub("", text)) != text:
        text = left
    return "" if re.fullmatch(r"[|\s:-]*", text) else " ".join(text.split())


def names(fence: str, source: Callable[[str], str]) -> frozenset[str]:
    """The names in the programs that a fence shows; `source` gives the text of one, or ""."""
    stems = STEM.findall(fence)
    return frozenset(name for stem in stems for name in IDENTIFIER.findall(source(stem)))


def entries(root: Path) -> list[Entry]:
    """Every entry of the ledger; raises `ClaimsError` where one cannot be read."""
    found = []
    for file in sorted((root / LEDGER).rglob("*.toml")):
        text = file.read_text(encoding="utf-8")
        lines = [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[claim]]"]
        for line, table in zip(lines, tomllib.loads(text).get("claim", []), strict=True):
            found.append(_entry(file.relative_to(root), line, table))
    return found


def _entry(file: Path, line: int, table: dict[str, Any]) -> Entry:
    kinds = [kind for kind in KINDS if kind in table]
    if set(table) - KEYS or "says" not in table or len(kinds) != 1:
        raise ClaimsError(
            "an entry that is none", where=f"{file}:{line}", cure=f"it has says, and one of {KINDS}"
        )
    (by,) = kinds
    return Entry(
        file, line, table["says"], by, table[by], table.get("read", ""), table.get("python", "")
    )
