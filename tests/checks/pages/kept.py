"""What pages said and programs did when somebody last looked: ``tests/kept.json``.

`turned` and `weakened` compare with git, so they see an edit before it is
committed, and on a pull request.  This record holds afterwards too: of each line
of a page two digests, one of the words that do not turn its sense, and one of the
line.  Where the first is known and the second is not, the line was turned over.
What is new, or was written anew, is in no record, and passes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypedDict

from shelf import measuring, samples
from shelf.claims import LEDGER, entries, said
from shelf.fault import Fault
from tests.checks.pages import turned
from tests.checks.pages.markdown import Page, pages
from tests.checks.pages.measured import sizes

NAME = "tests/kept.json"
RENEW = ".venv/bin/python -m tests.chores.keep"
#: What stands in code marks; so many words around it tell a sentence from others.
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LEAST = 5
#: A link that an item of a list begins with, and why to follow it.
REASON = re.compile(r"^\s*(?:-|\d+\.) \[[^\[\]]+\]\((?P<to>[^()\s]+)\)(?P<why>,? \w.+)$")


class Kept(TypedDict):
    """What is on record: of pages, of programs, and of what programs left beside them."""

    pages: dict[str, str]
    programs: dict[str, str]
    beside: dict[str, str]


def read(root: Path) -> Kept:
    """The record; an empty one where there is none."""
    file = root / NAME
    if not file.is_file():
        return {"pages": {}, "programs": {}, "beside": {}}
    kept: Kept = json.loads(file.read_text(encoding="utf-8"))
    return kept


@cache
def short(text: str) -> str:
    """A digest of four letters: 16 million of them, and a page has a hundred lines."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:3]).decode()


def beside(root: Path) -> dict[str, str]:
    """For each program, a digest of it and of what it was seen to print and to measure."""
    return {
        stem: short("".join(path.read_text("utf-8") for path in _files(root, stem)))
        for stem in sorted({**samples(root), **measuring(root)})
    }


def _files(root: Path, stem: str) -> list[Path]:
    path = root / "snippets" / stem
    return sorted(one for one in path.parent.glob(f"{path.name}.*") if one.is_file())


def of_page(page: Page) -> str:
    """What is kept of a page."""
    found = [key + value for _, _, key, value in _lines(page)]
    for _, words, path, place in turned.leads(page):
        found.append(short(f"leads {words} {path}") + short(place))
    found += [short(f"why {to}") + "," + short(why) for _, _, to, why in _reasons(page)]
    return " ".join(dict.fromkeys(found))


def _lines(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """What a page says: line, words, what they are about, what they say of it."""
    for number, line in turned.lines_of(page):
        tokens = [_unbound(token) for token in turned.tokens_of(line)]
        about = sorted(token for token in tokens if not turned.turns(token))
        if about:
            told = [token for token in tokens if token not in turned.SMALL]
            yield number, line, short(f"says {about}"), short(f"{told}")
        if names := CODE.findall(line):
            words = [token for token in turned.tokens_of(CODE.sub("`", line)) if token[0] != "["]
            if len(words) >= LEAST:
                yield number, line, short(f"names {words}"), short(f"{names}")
        for token in turned.tokens_of(line):
            if match := turned.MEASURED.fullmatch(token):
                least, most = sizes(match["bounds"])
                yield number, line, short(match["name"]), f"<{least:g}..{most:g}"


def _reasons(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """The links of lists: line, words, where they lead, and why."""
    for number, line in turned.lines_of(page):
        if match := REASON.match(line):
            yield number, line, match["to"], match["why"]


def _unbound(token: str) -> str:
    """A number without its bounds, which are looked at by themselves."""
    return match["name"] if (match := turned.MEASURED.fullmatch(token)) else token


def sentences_say_what_they_said(root: Path) -> list[Fault]:
    """A line on record that was turned over since has an entry, or a program that ran anew."""
    kept = read(root)
    if not kept["pages"]:
        return []
    now = beside(root)
    anew = [stem for stem, digest in now.items() if kept["beside"].get(stem) != digest]
    entered = {(entry.page, entry.says) for entry in entries(root)}
    faults = []
    for page in pages(root):
        record = kept["pages"].get(page.below_docs, "")
        known = record.split()
        if not known or of_page(page) == record:
            continue
        if any(re.search(rf"\b{re.escape(stem)}\b", page.text) for stem in anew):
            continue
        faults += [
            _fault(page, number, line)
            for number, line in _turned(page, known)
            if (page.below_docs, said(line)) not in entered
        ]
    return faults


def _turned(page: Page, known: list[str]) -> Iterator[tuple[int, str]]:
    """The lines of a page that say another thing than is on record, once each."""
    here = [*_lines(page)]
    gone = {*known} - {key + value for _, _, key, value in here}
    found = {}
    for number, line, key, value in here:
        stood = [one[4:] for one in known if one[:4] == key]
        left = [one[4:] for one in gone if one[:4] == key]
        if left and not any(_holds(one, value) for one in stood):
            found[number] = line
    for number, words, path, place in turned.leads(page):
        key, still = short(f"leads {words} {path}"), map(short, turned.places_of(page, path))
        if key + short(place) not in known and {*known} & {key + one for one in still}:
            found[number] = words
    given = {one[5:] for one in known if one[4] == ","}
    for number, line, to, why in _reasons(page):
        key = short(f"why {to}") + ","
        was = {one for one in known if one.startswith(key)}
        if was and key + short(why) not in was and short(why) in given:
            found[number] = line
    yield from found.items()


def _holds(was: str, now: str) -> bool:
    """Whether the same is said; bounds may become narrower."""
    if not was.startswith("<") or not now.startswith("<"):
        return was == now
    (a, b), (c, d) = (map(float, one[1:].split("..")) for one in (was, now))
    return a <= c and d <= b


def _fault(page: Page, number: int, line: str) -> Fault:
    file = LEDGER / Path(page.below_docs).with_suffix(".toml")
    return Fault(
        f"says another thing by the same words than when it was looked at: {line!r}",
        page.at(number),
        "what was broken before it was published has become a sentence that nobody tried",
        f"take it back; or try it, and enter the very sentence in {file}; or, where its sense"
        f" is what it was, run {RENEW}, and commit {NAME}",
    )


CHECKS = (sentences_say_what_they_said,)
