"""Draws what a trace tells: a lane for each thread, process, task and call.

    ```timeline
    threads/two_waits
    overlap: fetch news, fetch weather
    caption: Both threads wait at the same time.
    ```

After the stem stand claims about the trace (`shelf.shape`), which the page
states and the build holds against it.  ``threads/turns.no_gil`` names the
trace of a variant.  Several stems are drawn one below the other, each with its
own claims.  Short stretches are drawn longer than they were, so that they can
be seen; with ``scale="time"`` all is to scale, and so can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from shelf import Case, Sample
from shelf.shape import Claim, ShapeError, parse, wrong
from shelf.trace import Trace, outdated, path_of, recorded
from theme.book.addresses import PROGRAMS, anchor
from theme.book.library import Book
from theme.book.links import Links
from theme.elements import Stash, element, link, span, stale_since
from theme.faults import PageError, log
from theme.parts import lanes
from theme.parts.part import OWN, Asked, Part

#: MkDocs and ProperDocs show in the terminal what is logged below this name.

CAPTION, TIME = "caption", "time"


@dataclass
class Panel:
    """One trace of a timeline, and what is claimed of it, each with its line in the fence."""

    sample: Sample
    case: Case
    line: int
    claims: list[tuple[int, Claim]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The program's file, and the case that was traced if there are others."""
        return " ".join(filter(None, (self.sample.path.name, self.case.name and self.case.label)))

    @property
    def cure(self) -> str:
        """The command that records the trace."""
        return f"make trace ONLY={self.sample.stem}"

    def draft(self) -> tuple[Trace, bool]:
        """What was recorded, as it is, and whether the program was edited since."""
        trace = recorded(self.sample, self.case, stale=True)
        if stale := outdated(trace, self.sample):
            name = path_of(self.sample, self.case).relative_to(self.sample.root).as_posix()
            log.warning("%s is older than its program: %s", name, self.cure)
        return trace, stale

    def trace(self) -> Trace:
        """What was recorded; raises `PageError` where that is stale or a claim is false."""
        trace = recorded(self.sample, self.case)
        for line, claim in self.claims:
            if seen := wrong(claim, trace):
                raise PageError(
                    f"the trace of {self.sample.stem} does not show {claim.line!r}: {seen};"
                    f" claim what the program does, or {self.cure}",
                    line,
                )
        return trace


def read(body: Sequence[str], library: Book) -> tuple[list[Panel], str]:
    """The panels and the caption of a fence; raises `PageError` with the line at fault."""
    panels: list[Panel] = []
    caption = ""
    for number, line in enumerate(body, 1):
        word, colon, rest = (part.strip() for part in line.partition(":"))
        if not word:
            continue
        if not colon:
            stem, _, case = word.partition(".")
            sample = library.sample(stem)
            panels.append(Panel(sample, sample.case(case), number))
        elif word == CAPTION:
            caption = rest
        elif panels:
            try:
                panels[-1].claims.append((number, parse(line)))
            except ShapeError as error:
                raise PageError(str(error), number) from None
    for panel in panels:
        if not panel.claims:
            raise PageError(
                f"nothing is claimed of {panel.sample.stem}; write what its trace shows, such as"
                " 'overlap: one, other'",
                panel.line,
            )
    if not panels or not caption:
        raise PageError(
            f"a timeline without a {CAPTION}; write '{CAPTION}: what the reader is to see in it'"
            if panels
            else "a timeline fence that names no program"
        )
    return panels, caption


def scales(traces: list[Trace], option: str) -> list[lanes.Scale]:
    """How time is drawn in each trace, by the fence's option."""
    if option == TIME:
        return [lanes.to_scale(traces)] * len(traces)
    if option:
        raise PageError(f'scale="{option}" is not understood; write scale="{TIME}" or leave it out')
    return [lanes.stretched(trace) for trace in traces]


def draw(
    body: Sequence[str], links: Links, stash: Stash, scale: str = "", drafts: bool = False
) -> Element:
    """The figure of a ``timeline`` fence.

    With `drafts` a trace that is out of date is drawn as it is, and said to be so.
    """
    panels, caption = read(body, links.book)
    stale: list[bool] = [False] * len(panels)
    if drafts:
        traces, stale = map(list, zip(*(panel.draft() for panel in panels), strict=True))
    else:
        traces = [panel.trace() for panel in panels]
    name = (
        "timeline-"
        + anchor(panels[0].sample.stem)
        + (f"-{panels[0].case.name}" if panels[0].case.name else "")
    )
    drawn = [
        lanes.Drawing(trace, one, name)
        for trace, one in zip(traces, scales(traces, scale), strict=True)
    ]
    parts: list[Element] = []
    for panel, drawing, old in zip(panels, drawn, stale, strict=True):
        spoken = {"role": "img", "aria-label": f"{caption} {drawing.spoken}"}
        fills = "" if parts else lanes.patterns(name)
        parts += [
            element("p", {"class": "timeline-name"}, _program(panel, links)),
            *([stale_since(panel.cure)] if old else []),
            element("div", {"class": "timeline-lanes", **spoken}, stash(drawing.svg(fills))),
        ]
    return element(
        "figure",
        {"class": "timeline", "id": name},
        element("figcaption", None, caption),
        *parts,
        _key(drawn, name, stash),
        _claims(panels),
        _data(panels, traces, drawn, links),
    )


def _program(panel: Panel, links: Links) -> Element:
    shown = links.book.places(panel.sample.stem)
    way = links.figure(panel.sample.stem) if shown else links.program(panel.sample.stem)
    return link(way, panel.title)


def _key(drawn: list[lanes.Drawing], name: str, stash: Stash) -> Element:
    """What the marks mean, those that occur, and how time is drawn."""
    used = [kind for kind in lanes.WORDS if any(kind in one.kinds for one in drawn)]
    parts: list[Element | str] = []
    for kind in used:
        parts += [
            span("timeline-mark", stash(lanes.mark(kind, name)), f" {lanes.WORDS[kind]}"),
            " ",
        ]
    return element(
        "p", {"class": "timeline-key"}, *parts, f"Time runs to the right, {drawn[0].scale.words}."
    )


def _claims(panels: list[Panel]) -> Element:
    """What is claimed, in sentences."""
    items = []
    for panel in panels:
        for _, claim in panel.claims:
            where = f"{panel.title}: " if len(panels) > 1 else ""
            items.append(element("li", None, f"{where}{claim.sentence}."))
    return element(
        "div",
        {"class": "timeline-claims"},
        element("p", None, "So it went in this run, and so it has to go in every check:"),
        element("ul", None, *items),
    )


def _data(
    panels: list[Panel], traces: list[Trace], drawn: list[lanes.Drawing], links: Links
) -> Element:
    """The same as a table, the traces to download, and of which run they are."""
    parts: list[Element] = []
    for panel, trace, drawing in zip(panels, traces, drawn, strict=True):
        rows = [
            element(
                "tr",
                None,
                element("th", {"scope": "row"}, lane),
                *(element("td", None, words) for words in rest),
            )
            for lane, *rest in drawing.rows()
        ]
        heads = ("lane", "does", "from", "to")
        head = element("tr", None, *(element("th", {"scope": "col"}, word) for word in heads))
        facts, path = trace.facts, path_of(panel.sample, panel.case)
        build = "" if facts.gil else " without the GIL"
        where = links.to(f"{PROGRAMS}/{panel.sample.topic}/{path.name}")
        parts += [
            element(
                "p",
                None,
                f"{panel.title}, seen on Python {facts.python}{build}, start method"
                f" {facts.start_method}. It took {facts.alone:.2f} s alone and"
                f" {facts.watched:.2f} s under watch. The times below are in milliseconds. ",
                link(where, "Download the trace", download=path.name),
                ", which ",
                link("https://ui.perfetto.dev", "Perfetto"),
                " opens.",
            ),
            element(
                "table",
                None,
                element("thead", None, head),
                element("tbody", None, *rows),
            ),
        ]
    return element(
        "details",
        {"class": "timeline-data"},
        element("summary", None, "As a table with every name, and to download"),
        *parts,
    )


def tell(asked: Asked) -> Iterator[str]:
    """What the timeline shows, in its own words."""
    yield f"(Picture: {read(asked.fence.body, asked.links.book)[1]})"


PART = Part(
    lambda asked: draw(
        asked.fence.body, asked.links, asked.stash, asked.options.get("scale", ""), asked.drafts
    ),
    tell,
    OWN,
    options=("scale",),
)
