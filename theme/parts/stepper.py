"""Draws the orders of a program: a mark for each, and the shortest that fails step by step.

    ```orders
    threads/both_deposit_broken
    fails: 12 of 20

    threads/both_deposit
    fails: 0 of 2

    caption: With the lock no order loses a deposit.
    ```

After each stem stands what the page claims of its orders
(`shelf.schedules`), which the build holds against the record.  The steps are
a table with a column of source lines for each thread, so they are read
without a script; with one, they are gone through by keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from xml.etree.ElementTree import Element

from shelf import Sample
from shelf.schedules import ENDING, End, Schedules, Told, outdated, recorded
from theme.book.addresses import PROGRAMS, anchor
from theme.book.library import Book
from theme.book.links import Links
from theme.elements import Stash, element, link, span, stale_since
from theme.faults import PageError, log
from theme.parts.part import OWN, Asked, Part

#: MkDocs and ProperDocs show in the terminal what is logged below this name.

CAPTION, FAILS = "caption", "fails"
#: How an order that came to an end is drawn: by its class, its mark and its words.
MARKS = {"deadlock": ("d", "■"), "raises": ("f", "✗"), "ends": ("f", "✗"), "": ("o", "○")}


@dataclass
class Panel:
    """One program of a figure, and what is claimed of its orders, with its line in the fence."""

    sample: Sample
    line: int
    claim: str = ""

    def schedules(self, drafts: bool) -> tuple[Schedules, bool]:
        """What was recorded, and whether it is stale; raises where a claim is false."""
        found = recorded(self.sample, stale=drafts)
        stale = outdated(found, self.sample)
        if stale:
            log.warning("the orders of %s are older than it", self.sample.stem)
        elif found.words != self.claim:
            raise PageError(
                f"of the orders of {self.sample.stem} {found.words} fail, and not {self.claim};"
                f" write '{FAILS}: {found.words}', and look whether the text still holds",
                self.line,
            )
        return found, stale


def read(body: Sequence[str], library: Book) -> tuple[list[Panel], str]:
    """The panels and the caption of a fence; raises `PageError` with the line at fault."""
    panels: list[Panel] = []
    caption = ""
    for number, line in enumerate(body, 1):
        word, colon, rest = (part.strip() for part in line.partition(":"))
        if not word:
            continue
        if not colon:
            panels.append(Panel(library.sample(word), number))
        elif word == CAPTION:
            caption = rest
        elif word == FAILS and panels:
            panels[-1].claim = rest
        else:
            raise PageError(f"{line!r} is not understood; write '{FAILS}: 12 of 20'", number)
    for panel in panels:
        if not panel.claim:
            raise PageError(
                f"nothing is claimed of {panel.sample.stem}; write '{FAILS}: 12 of 20'", panel.line
            )
    if not panels or not caption:
        raise PageError(
            f"orders without a {CAPTION}; write '{CAPTION}: what the reader is to see in it'"
            if panels
            else "an orders fence that names no program"
        )
    return panels, caption


def draw(body: Sequence[str], links: Links, stash: Stash, drafts: bool = False) -> Element:
    """The figure that a fence asks for."""
    panels, caption = read(body, links.book)
    parts: list[Element] = []
    kinds: set[str] = set()
    for panel in panels:
        found, stale = panel.schedules(drafts)
        kinds |= {_kind(end) for end in found.ends}
        if stale:
            parts.append(stale_since(f"make orders ONLY={panel.sample.stem}"))
        parts += [_counts(panel, found, links), _grid(found, stash)]
        if found.failing:
            parts.append(_steps(panel.sample, found, stash))
    parts += [_key(kinds), _record(panels, links)]
    return element(
        "figure",
        {"class": "orders", "id": f"{anchor(panels[0].sample.stem)}--orders"},
        element("figcaption", None, caption),
        *parts,
    )


def _kind(end: End) -> str:
    return end.kind if end.fails else ""


def _counts(panel: Panel, found: Schedules, links: Links) -> Element:
    """The counts in words: what comes first, and what is read aloud."""
    verb = "fails" if found.orders == 1 else "fail"
    head = f"{found.words} {'order' if found.orders == 1 else 'orders'} {verb}"
    ends = "; ".join(f"{end.orders} {said(end)}" for end in found.ends)
    return element(
        "p",
        {"class": "orders-counts"},
        _program(panel, links),
        ": ",
        element("strong", None, head if found.failing else f"none of {found.orders} fails"),
        f" ({ends})." if len(found.ends) > 1 else ".",
    )


def said(end: End) -> str:
    """How an order ends, in words of a sentence."""
    if end.kind == "deadlock":
        return "stand still for ever" if end.orders > 1 else "stands still for ever"
    if end.kind == "raises":
        return f"raise {end.text}" if end.orders > 1 else f"raises {end.text}"
    text = end.text.replace("\\n", ", ")
    return text.replace("prints", "print", 1) if end.orders > 1 else text


def _program(panel: Panel, links: Links) -> Element:
    stem = panel.sample.stem
    shown = links.book.places(stem)
    return link(links.figure(stem) if shown else links.program(stem), panel.sample.path.name)


def _grid(found: Schedules, stash: Stash) -> Element:
    """A mark for each order; the words above say the same, so it is not read aloud."""
    parts = []
    for (kind, mark), orders in groupby(found.every, lambda one: MARKS[_kind(found.ends[one[1]])]):
        parts.append(f'<i class="{kind}">{mark * len(list(orders))}</i>')
    return element("p", {"class": "orders-grid", "aria-hidden": "true"}, stash("".join(parts)))


def _steps(sample: Sample, found: Schedules, stash: Stash) -> Element:
    """The shortest order that fails: a row for each step, a column for each thread."""
    numbers = sorted({told.thread for told in found.shown})
    heads = ("step", *(found.threads[number] for number in numbers), "afterwards")
    lines = sample.source.splitlines()
    rows = []
    for at, (told, after) in enumerate(zip(found.shown, changes(found.shown), strict=True), 1):
        code = lines[told.line - 1].strip() if told.line else ""
        cells = [
            element("td", {"data-thread": found.threads[number]}, *_cell(code, told, stash))
            if number == told.thread
            else element("td", None)
            for number in numbers
        ]
        # stashed, since a cell that ends in braces would be read as one with attributes
        state = element("td", None, stash(escape(after, quote=False)) if after else "as before")
        rows.append(element("tr", None, element("th", {"scope": "row"}, str(at)), *cells, state))
    end = said(End(**{**vars(found.ends[found.shown_end]), "orders": 1}))
    return element(
        "div",
        {"class": "orders-steps"},
        element("p", None, f"The shortest order that fails; after its last step it {end}:"),
        element(
            "div",
            {"class": "scrolls"},
            element(
                "table",
                None,
                element(
                    "thead",
                    None,
                    element("tr", None, *(element("th", {"scope": "col"}, h) for h in heads)),
                ),
                element("tbody", None, *rows),
            ),
        ),
    )


def _cell(code: str, told: Told, stash: Stash) -> list[Element | str]:
    source = stash(f"<code>{escape(code, quote=False)}</code>")
    # what is called stands in the line itself
    return [source] if told.does.startswith("calls ") else [source, span("orders-does", told.does)]


def changes(shown: Sequence[Told]) -> Iterator[str]:
    """What each step changes of the shared state."""
    before: dict[str, str] = {}
    for told in shown:
        yield ", ".join(
            f"{name} {value}" for name, value in told.state.items() if before.get(name) != value
        )
        before = told.state


def _key(kinds: set[str]) -> Element:
    words = {"deadlock": "stands still", "raises": "fails", "ends": "fails", "": "is fine"}
    used = dict.fromkeys((MARKS[kind][1], words[kind]) for kind in words if kind in kinds)
    text = ", ".join(f"{mark} {word}" for mark, word in used)
    return element(
        "p", {"class": "orders-key"}, f"One mark an order, in the order of threads: {text}."
    )


def _record(panels: Sequence[Panel], links: Links) -> Element:
    """Where the orders were run, and the way to the records."""
    found = [recorded(panel.sample, stale=True) for panel in panels]
    parts: list[Element | str] = [" ".join(dict.fromkeys(map(_where, found))), " Download "]
    for at, panel in enumerate(panels):
        path = f"{PROGRAMS}/{panel.sample.stem}{ENDING}"
        name = path.rpartition("/")[2]
        parts += [" and " if at else "", link(links.to(path), name, download=name)]
    return element("p", {"class": "orders-key"}, *parts, ".")


def _where(found: Schedules) -> str:
    if len(set(found.pythons.values())) == 1:
        return f"As many on Python {', '.join(found.pythons)}."
    counts = "; ".join(f"{words} on Python {tag}" for tag, words in found.pythons.items())
    return f"Of {found.program}: {counts}."


def tell(asked: Asked) -> Iterator[str]:
    """The counts, and the shortest order that fails as a table."""
    panels, caption = read(asked.fence.body, asked.links.book)
    yield caption
    for panel in panels:
        found = recorded(panel.sample)
        yield from ["", f"{panel.sample.path.name}: {found.words} orders fail."]
        if not found.failing:
            continue
        yield from ["", "| step | thread | does | afterwards |", "| --- | --- | --- | --- |"]
        steps = zip(found.shown, changes(found.shown), strict=True)
        for at, (told, after) in enumerate(steps, 1):
            cells = (str(at), found.threads[told.thread], told.does, after)
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


PART = Part(lambda asked: draw(asked.fence.body, asked.links, asked.stash, asked.drafts), tell, OWN)
