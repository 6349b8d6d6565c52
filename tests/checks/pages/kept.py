"""What pages said and programs did when somebody last looked: ``tests/kept.json``.

A sentence is broken once, before it is published, and nobody breaks it again because
of an edit.  So of each line of a page two digests are kept, one of the words that do
not turn its sense, and one of the line.  Where the first is known and the second is
not, the line was turned over: no for yes, last for first, another version.  What no
look has seen yet is taken from git: the last commit, and on a pull request its base.
A line that is new, or was written anew, is for `looked`.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import TypedDict

from shelf import measuring, samples
from shelf.claims import LEDGER, entries, said
from shelf.fault import Fault
from tests.checks.git import base, git
from tests.checks.pages.links import places
from tests.checks.pages.markdown import Page, pages
from tests.checks.pages.measured import sizes
from tests.checks.pages.referred import WAY
from tests.checks.pages.wording import (
    ARTICLES,
    CODE,
    MEASURED,
    SMALL,
    lines_of,
    short,
    tokens_of,
    turns,
    unbound,
)

NAME = "tests/kept.json"
RENEW = "make keep"
DAY = re.compile(r'"date": "([\d-]+)"')
#: So many words around what stands in code marks tell a sentence from others.
LEAST = 3
#: A link to another page of ours: its words, and where it leads.
LINK = re.compile(r"\[([^\[\]]+)\]\(([\w./-]+\.md)(?:#[\w-]+)?\)")
#: A link that an item of a list begins with, and why to follow it.
REASON = re.compile(r"^\s*(?:-|\d+\.) \[[^\[\]]+\]\((?P<to>[^()\s]+)\)(?P<why>,? \w.+)$")
#: What a chart calls one of its numbers.
LABEL = re.compile(r"^(?P<key>[\w .-]+): (?P<words>.+)$")


class Kept(TypedDict):
    """What is on record: of pages, of programs, of what is beside them, and was measured when."""

    pages: dict[str, str]
    looked: dict[str, str]
    programs: dict[str, str]
    beside: dict[str, str]
    measured: dict[str, str]


def read(root: Path) -> Kept:
    """The record; an empty one where there is none."""
    file = root / NAME
    if not file.is_file():
        return {"pages": {}, "looked": {}, "programs": {}, "beside": {}, "measured": {}}
    kept: Kept = json.loads(file.read_text(encoding="utf-8"))
    return kept


def beside(root: Path) -> dict[str, str]:
    """For each program, a digest of it and of what it was seen to print and to measure."""
    return {
        stem: short("".join(path.read_text("utf-8") for path in _files(root, stem)))
        for stem in sorted({**samples(root), **measuring(root)})
    }


def measured(root: Path) -> dict[str, str]:
    """For each record of what was measured: its day, and a digest of its numbers."""
    found = {}
    for file in sorted((root / "snippets").glob("*/*_timing.*.json")):
        text = file.read_text(encoding="utf-8")
        day = DAY.search(text)
        numbers = text[text.find('"benchmarks"') :]
        found[f"{file.parent.name}/{file.name}"] = f"{day[1] if day else ''} {short(numbers)}"
    return found


def what_was_measured_is_what_it_was(root: Path) -> list[Fault]:
    """The numbers of a record change with its day, since only a measurement makes others."""
    kept, now = read(root).get("measured", {}), measured(root)
    return [
        Fault(
            f"{name} holds other numbers of {was.split()[0]} than it did",
            f"snippets/{name}:1",
            "pages and charts tell them as measured",
            f"take it back: git checkout snippets/{name}; or, where it was measured again on"
            f" that day, run {RENEW}, and commit {NAME}",
        )
        for name, was in kept.items()
        if name in now and now[name] != was and now[name].split()[0] == was.split()[0]
    ]


def _files(root: Path, stem: str) -> list[Path]:
    path = root / "snippets" / stem
    return sorted(one for one in path.parent.glob(f"{path.name}.*") if one.is_file())


def of_page(page: Page, untried: Collection[int] = ()) -> str:
    """What is kept of a page; `untried` are the lines that are not to be known yet."""
    found = [key + value for number, _, key, value in sayings(page) if number not in untried]
    for _, words, path, place in _leads(page):
        found.append(short(f"leads {words} {path}") + short(place))
    found += [short(f"why {to}") + "," + short(why) for _, _, to, why in _reasons(page)]
    return " ".join(found)


def sayings(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """What a page says: line, words, what they are about, what they say of it."""
    for number, line in lines_of(page):
        tokens = tokens_of(line)
        about = sorted(token for token in tokens if not turns(token))
        told = [unbound(token) for token in tokens]
        if tokens:
            large = [token for token in told if token not in SMALL]
            yield number, line, short(f"says {about}"), short(f"{large}")
            yield number, line, short(f"says all of {sorted(told)}"), short(f"{told}")
        if names := CODE.findall(line):
            words = [token for token in tokens_of(CODE.sub("`", line)) if token[0] != "["]
            if len(words) >= LEAST:
                words = [token for token in words if token not in ARTICLES]
                yield number, line, short(f"names {words}"), short(f"{names}")
        for words, to in LINK.findall(line):
            yield number, line, short(f"to {words} {tokens}"), f"@{short(to)}"
        for match in filter(None, map(MEASURED.fullmatch, tokens)):
            least, most = sizes(match["bounds"])
            for key in (match["name"], f"{match['name']} {about}"):
                yield number, line, short(key), f"<{least:g}..{most:g}"
    for fence in page.fences:
        if fence.language == "chart":
            lines = fence.text.split("\n")
            for number, line in enumerate(lines, fence.line + 1):
                if match := LABEL.match(line):
                    label = short(f"label {lines[0]} {match['key']}"), short(match["words"])
                    yield number, line, *label
        if fence.language == "timeline":
            stem, claims = "", Counter[str]()
            for number, line in enumerate(fence.text.split("\n"), fence.line + 1):
                verb, colon, names = line.strip().partition(": ")
                stem = stem if colon else verb
                if colon and verb != "caption":
                    claims[stem] += len(names.split(", "))
                    yield number, line, short(f"claim {stem} {names}"), short(verb)
            for stem, number in claims.items():
                less = f"{stem}, and claims less of it"
                yield fence.line, less, short(f"claims of {stem}"), f"#{number}"


def _reasons(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """The links of lists: line, words, where they lead, and why."""
    for number, line in lines_of(page):
        if match := REASON.match(line):
            yield number, line, match["to"], match["why"]


def pages_say_what_they_said(root: Path) -> list[Fault]:
    """A line that was turned over has an entry in the ledger, or a program that ran anew."""
    kept, stood = read(root), base(root)
    listed = git(root, "diff", "--name-only", "--no-renames", "-z", stood, "--", "docs", "snippets")
    edited = {*listed.split("\0")}
    since_git = {name.removeprefix("snippets/").split(".")[0] for name in edited}
    now = beside(root) if kept["beside"] else {}
    since_a_look = {stem for stem, digest in now.items() if kept["beside"].get(stem) != digest}
    entered = {(entry.page, entry.says) for entry in entries(root)}
    faults = []
    for page in pages(root):
        record = kept["pages"].get(page.below_docs, "")
        was = git(root, "show", f"{stood}:{page.name}") if page.name in edited else ""
        found = {}
        for then, anew in ((record, since_a_look), (_of_text(page, was), since_git)):
            if then:
                turned = _turned(page, then.split(), record.split())
                found |= {n: line for n, line in turned.items() if not _ran(page, n, anew)}
        faults += [
            _fault(page, number, line)
            for number, line in sorted(found.items())
            if (page.below_docs, said(line)) not in entered
        ]
    return faults


def _of_text(page: Page, text: str) -> str:
    """What would be kept of a page, had it this text."""
    before = Page(page.root, page.path)
    before.__dict__["text"] = text
    return of_page(before)


def _ran(page: Page, number: int, stems: Collection[str]) -> bool:
    """Whether the section of a line names a program that ran anew."""
    lines = page.text.split("\n")
    heads = [n for n, line in enumerate(page.unfenced.split("\n"), 1) if line.startswith("#")]
    start = max((n for n in heads if n <= number), default=1)
    end = min((n for n in heads if n > number), default=len(lines) + 1)
    text = "\n".join(lines[start - 1 : end - 1])
    return any(re.search(rf"\b{re.escape(stem)}\b", text) for stem in stems if "/" in stem)


def turned(page: Page, record: Kept) -> dict[int, str]:
    """The lines of a page that say another thing than they did when somebody last looked."""
    then = record["pages"].get(page.below_docs, "").split()
    return _turned(page, then, then)


def _turned(page: Page, then: list[str], looked: list[str]) -> dict[int, str]:
    """The lines of a page that say another thing than they did, and than was looked at."""
    here = [*sayings(page)]
    gone = {one[:4] for one in Counter(then) - Counter(key + value for _, _, key, value in here)}
    known = {*then, *looked}
    found = {}
    every = tuple(one.below_docs for one in pages(page.root))
    there = _ways_to(every, posixpath.dirname(page.below_docs))
    for number, line, key, value in here:
        stood = [one[4:] for one in known if one[:4] == key]
        if value[0] == "@" and not there.intersection(stood):
            continue  # the page that it led to has another name, or is gone
        if key in gone and not any(_holds(one, value) for one in stood):
            found[number] = line
    for number, words, path, place in _leads(page):
        key, still = short(f"leads {words} {path}"), map(short, places_of(page, path))
        if key + short(place) not in known and known & {key + one for one in still}:
            found[number] = words
    given = {one[5:] for one in known if one[4] == ","}
    for number, line, to, why in _reasons(page):
        key = short(f"why {to}") + ","
        was = {one for one in known if one.startswith(key)}
        if was and key + short(why) not in was and short(why) in given:
            found[number] = line
    return found


@cache
def _ways_to(every: tuple[str, ...], start: str) -> set[str]:
    """What is kept of a link to each page that is there, from a page in a folder."""
    return {f"@{short(posixpath.relpath(one, start or '.'))}" for one in every}


def _holds(was: str, now: str) -> bool:
    """Whether the same is said; bounds may become narrower, and claims of a timeline more."""
    if was[0] == now[0] == "#":
        return int(was[1:]) <= int(now[1:])
    if was[0] != "<" or now[0] != "<":
        return was == now
    (a, b), (c, d) = (map(float, one[1:].split("..")) for one in (was, now))
    return a <= c and d <= b


def _fault(page: Page, number: int, line: str) -> Fault:
    file = LEDGER / Path(page.below_docs).with_suffix(".toml")
    return Fault(
        f"says another thing than it did, by the same words: {line!r}",
        page.at(number),
        "what was broken before it was published has become a sentence that nobody tried",
        f"take it back; or try it, and enter the very sentence in {file}; or have a program of"
        f" the page show it, and record that; or, where its sense is what it was, run {RENEW},"
        f" and commit {NAME}",
    )


def _leads(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """The links to a place: line, words, the page that they lead to, and the place."""
    for match in _ways(page):
        if match["place"] in places_of(page, match["path"]):
            yield page.line_of(match.start()), match["words"], match["path"], match["place"]


def _ways(page: Page) -> list[re.Match[str]]:
    return list(WAY.finditer(page.unfenced))


def places_of(page: Page, path: str) -> set[str]:
    """The places of the page that a link leads to."""
    file = (page.path.parent / path).resolve() if path else page.path
    return set(places(Page(page.root, file))) if file.is_file() else set()


CHECKS = (
    pages_say_what_they_said,
    what_was_measured_is_what_it_was,
)
