"""An edit that does no more than turn a sentence over: no for yes, last for first, another version.

A sentence is broken once, before it is published, and nobody breaks it again because
of an edit.  So what git has is compared with what is here: the last commit, and on a
pull request its base.  A line that says the same words but for a few that turn its
sense, or the same in another order, needs a new look, which leaves something behind:
an entry of the ledger for the very sentence, or another run of a program of the page.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from shelf.claims import LEDGER, entries, said
from shelf.fault import Fault
from tests.checks.pages.links import places
from tests.checks.pages.markdown import FRONT_MATTER, Fence, Page, pages
from tests.checks.pages.measured import sizes
from tests.checks.pages.referred import WAY

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
    is are was does do did can may must will has have the a an it its and or but so of by at
    """.split()
)
#: Of these, what turns nothing by itself.
SMALL = frozenset("is are was the a an it its and or but so of by at to in does do did".split())
#: Where a link leads is for `referred` to say.
ADDRESS = re.compile(r"\]\([^()\s]*\)")
TOKEN = re.compile(r"\[\[[^\]]*\]\]|[A-Za-z_][\w']*|\d[\d.]*|[<>=]=|[<>]")
NUMBER = re.compile(r"\[\[[\w-]+/[\w.-]+.*|\d[\d.]*|[<>=]=|[<>]")
MEASURED = re.compile(r"\[\[(?P<name>[\w-]+/[\w-]+_timing\.[^|]*)\|(?P<bounds>.*)\]\]")
#: A program that a sentence names shows it, if it did not name it before.
PROGRAM = re.compile(r"\[\[(?P<stem>[\w-]+/(?!\w+_timing\b)\w+)")
#: So many words turn a sentence; more of them make another one.
MOST = 4
#: The least that two lines have in common, if one is an edit of the other.
ALIKE = 0.5
#: Seconds that git may take.
PATIENCE = 60
#: Fences whose lines say something of what they draw.
DRAWING = ("timeline", "chart")


@dataclass(frozen=True)
class Turned:
    """A line that says something else than it did: its number, what it says, what it said."""

    line: int
    says: str
    said: str
    words: str
    spoken: str


def sentences_are_not_turned(root: Path) -> list[Fault]:
    """A line that was turned over has an entry in the ledger, or a program that ran anew."""
    stood = base(root)
    names = git(root, "diff", "--name-only", "--no-renames", "-z", stood, "--", "docs", "snippets")
    if not names:
        return []
    changed = set(names.split("\0"))
    entered = {(entry.page, entry.says) for entry in entries(root)}
    faults = []
    for page in pages(root):
        was = git(root, "show", f"{stood}:{page.name}") if page.name in changed else ""
        if not was or _ran_anew(page, changed):
            continue
        for one in turned(was, page):
            if (page.below_docs, one.spoken) not in entered:
                faults.append(_fault(page, one))
    return faults


def _fault(page: Page, one: Turned) -> Fault:
    file = LEDGER / Path(page.below_docs).with_suffix(".toml")
    return Fault(
        f"says another thing by {one.words}, and no run says so: {one.says!r} was {one.said!r}",
        page.at(one.line),
        "what was broken before it was published has become a sentence that nobody tried",
        f"take it back; or try it, and enter the very sentence in {file}; or have a program of"
        " the page show it, and record that",
    )


def _ran_anew(page: Page, changed: set[str]) -> bool:
    """Whether a program that the page names has another text, output or record."""
    stems = {name.removeprefix("snippets/").split(".")[0] for name in changed}
    return any(re.search(rf"\b{re.escape(stem)}\b", page.text) for stem in stems if "/" in stem)


def turned(was: str, page: Page) -> Iterator[Turned]:
    """The lines of a page that say something else than in the text `was`, by a few words."""
    before = Page(page.root, page.path)
    before.__dict__["text"] = was
    old, new = lines_of(before), lines_of(page)
    gone = [*(Counter(line for _, line in old) - Counter(line for _, line in new))]
    stood = {line for _, line in old}
    for number, line in new:
        if line in stood or not gone:
            continue
        tokens = tokens_of(line)
        near = max(gone, key=lambda one: SequenceMatcher(None, tokens_of(one), tokens).ratio())
        words = _turn(tokens_of(near), tokens)
        if words:
            yield Turned(number, line, near, words, said(line))
    yield from _unclaimed(before, page)
    yield from _led_elsewhere(before, page)


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


def _turn(old: Sequence[str], new: Sequence[str]) -> str:
    """By which words one line turns the other, "" if it does not."""
    if old == new or SequenceMatcher(None, old, new).ratio() < ALIKE:
        return ""
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if not gone and not come:
        return "the order of its words"
    differing = {*gone, *come}
    if not all(map(turns, differing)):
        return ""
    if differing <= SMALL or len(differing - SMALL) > MOST or _narrower(gone, come):
        return ""
    named = {match["stem"] for word in old if (match := PROGRAM.match(word))}
    if any((match := PROGRAM.match(word)) and match["stem"] not in named for word in come):
        return ""
    return ", ".join(repr(word) for word in [*come] or [*gone])


def turns(token: str) -> bool:
    """Whether a word or a number can turn the sense of what stands around it."""
    return token in TURNS or bool(NUMBER.fullmatch(token))


def leads(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """The links to a place: line, words, the page that they lead to, and the place."""
    for match in _ways(page):
        if match["place"] in places_of(page, match["path"]):
            yield page.line_of(match.start()), match["words"], match["path"], match["place"]


def _narrower(gone: Iterable[str], come: Iterable[str]) -> bool:
    """Whether numbers alone differ, in bounds that lie within those that stood there."""
    was, now = ([MEASURED.fullmatch(word) for word in words] for words in (gone, come))
    stood = {one["name"]: sizes(one["bounds"]) for one in was if one}
    return len(stood) == len(was) == len(now) and all(
        one is not None
        and one["name"] in stood
        and stood[one["name"]][0] <= sizes(one["bounds"])[0]
        and sizes(one["bounds"])[1] <= stood[one["name"]][1]
        for one in now
    )


def _unclaimed(before: Page, page: Page) -> Iterator[Turned]:
    """The timelines whose caption is what it was, and of which less is claimed."""
    old = dict(_claimed(fence) for fence in before.fences if fence.language == "timeline")
    for fence in page.fences:
        if fence.language != "timeline":
            continue
        caption, claims = _claimed(fence)
        gone = sorted(old.get(caption, set()) - claims)
        if gone and len(claims) < len(old[caption]):
            yield Turned(fence.line, caption, f"{caption}, with {'; '.join(gone)}", "less", "")


def _led_elsewhere(before: Page, page: Page) -> Iterator[Turned]:
    """The links that lead to another section of the same page than they did, by the same words."""
    old = {(match["words"], match["path"]): match["place"] for match in _ways(before)}
    for match in _ways(page):
        was = old.get((match["words"], match["path"]), match["place"])
        if was != match["place"] and {was, match["place"]} <= places_of(page, match["path"]):
            line = page.line_of(match.start())
            yield Turned(line, match[0], match[0].replace(match["place"], was), "another place", "")


def _ways(page: Page) -> list[re.Match[str]]:
    return list(WAY.finditer(page.unfenced))


def places_of(page: Page, path: str) -> set[str]:
    """The places of the page that a link leads to."""
    file = (page.path.parent / path).resolve() if path else page.path
    return set(places(Page(page.root, file))) if file.is_file() else set()


def _claimed(fence: Fence) -> tuple[str, set[str]]:
    """The caption of a timeline, and what is claimed of it."""
    lines = [line.strip() for line in fence.text.split("\n") if ":" in line]
    caption = next((line for line in lines if line.startswith("caption:")), "")
    return caption, {line for line in lines if line != caption}


def base(root: Path) -> str:
    """What is compared with: on a pull request the branch that it is for."""
    asked = os.environ.get("GITHUB_EVENT_NAME") == "pull_request"
    return "HEAD^1" if asked and git(root, "rev-parse", "--verify", "HEAD^1") else "HEAD"


def without_git() -> dict[str, str]:
    """This environment, less what a hook of git says of the repository that it is called in."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def git(root: Path, *words: str) -> str:
    """What git says; "" where there is no git, or nothing of that name."""
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=root,
            env=without_git(),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
    except OSError:
        return ""
    return "" if done.returncode else done.stdout


CHECKS = (sentences_are_not_turned,)
