"""What is new on a page is looked at: somebody tries to break it before it is published.

A line is new where no line of its page said that when somebody last looked, by the
words that make its sense (`tests.checks.pages.wording`): a typo is none, nor is a word
of every day in another's place.  What it tells of a call needs a program or an entry
in the ledger; of anything else of the field an entry, or a look, is enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from shelf.claims import LEDGER, NAMED, SHOWN, STEM, entries, said
from shelf.fault import Fault
from tests.checks.pages import kept
from tests.checks.pages.claims import sentences
from tests.checks.pages.markdown import Fence, Page, pages
from tests.checks.pages.shown import LIT
from tests.checks.pages.wording import CODE, FIELD, lines_of, sense_of, short, tokens_of

#: A call in code marks: ``queue.put(item)``.
CALL = re.compile(r"`[\w.]*\w\([^`]*\)`")
#: What a drawing is said to show, which is all that who cannot see it is told.
CAPTION = "caption:"
#: Fences whose every word a person typed; of Python that is run.
TYPED = ("console", "ini", "message", "myth", "text")
PARTS = re.compile(r"\d+(?:-\d+)?")
#: Who a line says something of, where it names nothing in code marks.
ACTORS = FIELD | frozenset(
    """
    thread threads process processes interpreter interpreters worker workers child children parent
    parents main caller callers task tasks item items job jobs pool pools queue queues lock locks
    future futures event events call calls program programs gil fork forked spawn spawned forkserver
    producer producers consumer consumers client clients server servers owner holder handler cpu
    cpus core cores file files
    """.split()
)


def untried(root: Path) -> dict[Page, dict[int, str]]:
    """The lines that are new, tell what a call does, name no program and are entered nowhere."""
    record, entered = kept.read(root)["pages"], _entered(root)
    return {page: _on_calls(page, record, entered) for page in pages(root) if record}


def _entered(root: Path) -> Collection[tuple[str, str]]:
    return {(entry.page, entry.says) for entry in entries(root)}


def _on_calls(
    page: Page, record: Mapping[str, str], entered: Collection[tuple[str, str]]
) -> dict[int, str]:
    """Those of one page.

    That a figure beside them calls the same is not enough: it does not do what they say.
    """
    known = set(record.get(page.below_docs, "").split())
    old = {number for number, _, key, value in kept.sayings(page) if key + value in known}
    return {
        one.line: one.says
        for one in sentences(page)
        if CALL.search(one.says)
        and one.line not in old
        and not (NAMED.search(one.says) or (page.below_docs, one.says) in entered)
    }


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


def of_page(page: Page) -> str:
    """What is kept of a page: of each line its sense."""
    return " ".join(dict.fromkeys(sense for _, _, sense in _senses(page)))


def _senses(page: Page, ran: Collection[str] = ()) -> Iterator[tuple[int, str, str]]:
    """What says something of the field: line, words and a digest of its sense.

    Of figures too, but of those whose programs `ran` anew: what they light may have moved.
    """
    lines = page.unfenced.split("\n")
    titles = [(number, line) for number, line in enumerate(lines, 1) if line.startswith("#")]
    for number, line in [*lines_of(page), *titles]:
        whole = line.startswith(CAPTION)
        sense = tokens_of(line) if whole else sense_of(line)
        if whole or CODE.search(line) or not ACTORS.isdisjoint(sense):
            yield number, line, short(f"{sense}")
    for fence in page.fences:
        stems = STEM.findall(fence.text)
        if fence.language in SHOWN and not {*stems} & {*ran}:
            info = LIT.sub("", fence.info).strip()
            yield fence.line, fence.info, short(f"{info} {stems} {_lit(page, fence, stems)}")
        elif fence.language in TYPED:
            yield fence.line, fence.info, short(fence.text)


def _lit(page: Page, fence: Fence, stems: list[str]) -> list[str]:
    """The lines of its programs that a figure lights, of each program those that it has."""
    option = LIT.search(fence.info)
    parts = [part.split("-") for part in PARTS.findall(option[1] if option else "")]
    numbers = [n for part in parts for n in range(int(part[0]), int(part[-1]) + 1)]
    found = []
    for stem in stems:
        path = page.root / "snippets" / f"{stem}.py"
        lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
        found += [lines[number - 1] for number in numbers if number <= len(lines)]
    return found


def new_lines_were_looked_at(root: Path) -> list[Fault]:
    """Of each page whose lines are not as they were, the first that nobody tried to break."""
    record = kept.read(root)
    looks = record.get("looked", {})
    ran = {stem for stem, is_ in kept.beside(root).items() if record["beside"].get(stem) != is_}
    entered = _entered(root)
    faults = []
    for page in pages(root):
        known = {*looks.get(page.below_docs, "").split()}
        new = {n: line for n, line, sense in _senses(page, ran) if sense not in known}
        if not (known and new):
            continue
        told = {**kept.turned(page, record), **_on_calls(page, record["pages"], entered)}
        new = {
            number: line
            for number, line in new.items()
            if number not in told and (page.below_docs, said(line)) not in entered
        }
        if new:
            faults.append(_fault(page, new))
    return faults


def _fault(page: Page, new: dict[int, str]) -> Fault:
    first, *others = sorted(new)
    more = f", and so are lines {', '.join(map(str, others))}" if others else ""
    return Fault(
        f"this is new, and nobody said that it was tried: {new[first]!r}{more}",
        page.at(first),
        "what sounds right and is wrong costs a reader a day, and was never true",
        "try to break it on each Python; then enter the very sentence in"
        f" {LEDGER / Path(page.below_docs).with_suffix('.toml')}, or, where it says what stood"
        f" there or what a program beside it does, run {kept.RENEW}, and commit {kept.NAME}",
    )


CHECKS = (new_lines_on_calls_are_answered_for, new_lines_were_looked_at)
