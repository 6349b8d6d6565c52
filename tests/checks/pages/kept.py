"""What pages said and programs did when somebody last looked: ``tests/kept.json``.

A sentence is broken once, before it is published, and nobody breaks it again because
of an edit.  So of each line of a page two digests are kept, one of the words that do
not turn its sense, and one of the line.  Where the first is known and the second is
not, the line was turned over: no for yes, last for first, another version.  What no
look has seen yet is taken from git: the last commit, and on a pull request its base.
A line that is new, or was written anew, passes, unless it tells what a call does: that
is answered for as a claim is.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import TypedDict

from shelf import measuring, samples
from shelf.claims import LEDGER, NAMED, entries, said
from shelf.fault import Fault
from tests.checks.git import base, git
from tests.checks.pages.claims import sentences
from tests.checks.pages.links import places
from tests.checks.pages.markdown import FRONT_MATTER, Page, pages
from tests.checks.pages.measured import sizes
from tests.checks.pages.referred import WAY

NAME = "tests/kept.json"
RENEW = ".venv/bin/python -m tests.chores.keep"
#: Words by which a sentence comes to say something else, and is as well written as before.
TURNS = frozenset(
    """
    no not never none nothing nobody neither nor cannot can't without with yes isn't doesn't
    always only all every each any some both either one two three four half once twice
    everything everybody anything anybody something somebody
    first last before after begins begin ends end earlier later early late next until since when
    while still already again older newer oldest newest old new
    more less fewer most least faster slower larger smaller longer shorter higher lower cheaper
    costlier many few fast slow
    true false right wrong safe unsafe on off in out inside outside above below over under to from
    accepts accept refuses refuse refused accepted takes gives gets raises raise returns return
    waits wait runs run blocks block keeps keep loses lose lost kept shares share shared copies
    copy copied passes pass fails fail failed stops stop goes sees misses hears ignores allows
    forbids needs open opens close closes closed opened starts start started read write reads writes
    reader writer sender receiver cancelled cancels converted done finished unfinished killed
    parent child parents children main worker workers caller callee
    thread threads process processes interpreter interpreters spawn spawned fork forked forkserver
    linux macos windows default defaults ordered unordered gil
    producer producers consumer consumers client clients server servers owner holder handler
    task tasks item items job jobs page pages file files core cores cpu cpus pool pools queue queues
    lock locks future futures event events call calls program programs
    bit bits byte bytes kibibyte kibibytes mebibyte mebibytes gibibyte gibibytes
    nanosecond nanoseconds microsecond microseconds millisecond milliseconds second seconds
    minute minutes hour hours day days
    take turns overlap order once meet begins
    is are was does do did can may must will has have the a an it its and or but so of by at
    """.split()
)
#: Of these, what turns nothing by itself.
SMALL = frozenset("is are was the a an it its and or but so of by at to in does do did".split())
#: These go with the name behind them.
ARTICLES = ("a", "an")
#: Where a link leads is for `referred` to say.
ADDRESS = re.compile(r"\]\([^()\s]*\)")
TOKEN = re.compile(r"\[\[[^\]]*\]\]|[A-Za-z_][\w']*|\d[\d.]*|[<>=]=|[<>]")
NUMBER = re.compile(r"\[\[[\w-]+/[\w.-]+.*|\d[\d.]*|[<>=]=|[<>]")
DAY = re.compile(r'"date": "([\d-]+)"')
MEASURED = re.compile(r"\[\[(?P<name>[\w-]+/[\w-]+_timing\.[^|]*)\|(?P<bounds>.*)\]\]")
#: What stands in code marks; so many words around it tell a sentence from others.
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LEAST = 3
#: A call in code marks: ``queue.put(item)``.
CALL = re.compile(r"`[\w.]*\w\([^`]*\)`")
#: A link to another page of ours: its words, and where it leads.
LINK = re.compile(r"\[([^\[\]]+)\]\(([\w./-]+\.md)(?:#[\w-]+)?\)")
#: A link that an item of a list begins with, and why to follow it.
REASON = re.compile(r"^\s*(?:-|\d+\.) \[[^\[\]]+\]\((?P<to>[^()\s]+)\)(?P<why>,? \w.+)$")
#: Fences whose lines say something of what they draw.
DRAWING = ("timeline", "chart")
#: What a chart calls one of its numbers.
LABEL = re.compile(r"^(?P<key>[\w .-]+): (?P<words>.+)$")


class Kept(TypedDict):
    """What is on record: of pages, of programs, of what is beside them, and was measured when."""

    pages: dict[str, str]
    programs: dict[str, str]
    beside: dict[str, str]
    measured: dict[str, str]


def read(root: Path) -> Kept:
    """The record; an empty one where there is none."""
    file = root / NAME
    if not file.is_file():
        return {"pages": {}, "programs": {}, "beside": {}, "measured": {}}
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
    found = [key + value for number, _, key, value in _lines(page) if number not in untried]
    for _, words, path, place in _leads(page):
        found.append(short(f"leads {words} {path}") + short(place))
    found += [short(f"why {to}") + "," + short(why) for _, _, to, why in _reasons(page)]
    return " ".join(found)


def _lines(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """What a page says: line, words, what they are about, what they say of it."""
    for number, line in lines_of(page):
        tokens = tokens_of(line)
        about = sorted(token for token in tokens if not turns(token))
        told = [_unbound(token) for token in tokens]
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
            stem = ""
            for number, line in enumerate(fence.text.split("\n"), fence.line + 1):
                verb, colon, names = line.strip().partition(": ")
                stem = stem if colon else verb
                if colon and verb != "caption":
                    yield number, line, short(f"claim {stem} {names}"), short(verb)
            lines = [line.strip() for line in fence.text.split("\n") if ":" in line]
            caption = next((line for line in lines if line.startswith("caption:")), "")
            less = f"{caption}, and claims less of it"
            yield fence.line, less, short(f"claims {caption}"), f"#{len(lines)}"


def _reasons(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """The links of lists: line, words, where they lead, and why."""
    for number, line in lines_of(page):
        if match := REASON.match(line):
            yield number, line, match["to"], match["why"]


def _unbound(token: str) -> str:
    """A number without its bounds, which are looked at by themselves."""
    return match["name"] if (match := MEASURED.fullmatch(token)) else token


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


def untried(root: Path) -> dict[Page, dict[int, str]]:
    """The lines that are new, tell what a call does, name no program and are entered nowhere.

    That a figure beside them calls the same is not enough: it does not do what they say.
    """
    kept = read(root)["pages"]
    entered = {(entry.page, entry.says) for entry in entries(root)}
    found: dict[Page, dict[int, str]] = {}
    for page in pages(root) if kept else ():
        known = set(kept.get(page.below_docs, "").split())
        old = {number for number, _, key, value in _lines(page) if key + value in known}
        found[page] = {
            one.line: one.says
            for one in sentences(page)
            if CALL.search(one.says)
            and one.line not in old
            and not (NAMED.search(one.says) or (page.below_docs, one.says) in entered)
        }
    return found


def new_lines_on_calls_are_answered_for(root: Path) -> list[Fault]:
    """Who writes what a call does has tried it, or names who has."""
    return [
        Fault(
            f"this line is new and tells what a call does, and nothing shows it: {says!r}",
            page.at(number),
            "what is right in the writer's head hangs or loses something in the reader's program",
            "show it by naming a program, [[threads/lost_update]]; or say in"
            f" {LEDGER / Path(page.below_docs).with_suffix('.toml')} which test shows it",
        )
        for page, lines in untried(root).items()
        for number, says in lines.items()
    ]


def _turned(page: Page, then: list[str], looked: list[str]) -> dict[int, str]:
    """The lines of a page that say another thing than they did, and than was looked at."""
    here = [*_lines(page)]
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


def lines_of(page: Page) -> list[tuple[int, str]]:
    """The lines of a page that say something, with their numbers; front matter does not."""
    front = FRONT_MATTER.match(page.text)
    first = front[0].count("\n") if front else 0
    found = [(n, s) for n, s in enumerate(page.unfenced.split("\n"), 1) if n > first and s.strip()]
    found = [(number, line) for number, line in found if not line.startswith("#")]
    for fence in page.fences:
        if fence.language in DRAWING:
            found += [(fence.line + n, s) for n, s in enumerate(fence.text.split("\n"), 1) if s]
    return [(number, line.strip()) for number, line in found]


def tokens_of(line: str) -> list[str]:
    """The words, numbers and names of a line; where its links lead is left out."""
    found = (" ".join(token.split()) for token in TOKEN.findall(ADDRESS.sub("]", line)))
    return [token if token.startswith("[[") else token.lower() for token in found]


def turns(token: str) -> bool:
    """Whether a word or a number can turn the sense of what stands around it."""
    return token in TURNS or bool(NUMBER.fullmatch(token))


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
    new_lines_on_calls_are_answered_for,
    what_was_measured_is_what_it_was,
)
