"""Numbers on the built site: each with a unit or a factor comes from a record or a run."""

from __future__ import annotations

import copy
import json
import re
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

from bs4 import Tag

from shelf.fault import Fault
from tests.checks.pages.prose import TYPED
from tests.checks.site.site import Site

#: What a reader meets as one piece of text.
BLOCKS = "p, li, td, th, dt, dd, figcaption, summary, h1, h2, h3, h4, h5, h6, label"
#: What comes from a run or from a record by another way, each with a check of its own.
FROM_RUNS = (
    "pre, code, svg, script, style, .measured, .measured-fact, .runs, .sample-end, .mark, .fact,"
    " .timeline, .message-text, .departures"
)
#: How many of a unit make one of the record's.
UNITS = {
    **{"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0},
    **{"B": 1.0, "KiB": 1024.0, "MiB": 1024.0**2, "GiB": 1024.0**3},
    **{"times": 1.0, "%": 0.01, "": 1.0},
}
SHOWN = re.compile(r"(?P<value>[\d.]+) ± [\d.]+ ?(?P<unit>\S*)")
#: Two significant digits are this close to what they stand for.
CLOSE = 0.051
#: The page of a measurement, in an address.
MEASURED = re.compile(r"(?:^|/)measured/(?P<stem>[\w-]+/[\w-]+)/#")
FIGURE = re.compile(r"(?:(?P<stem>[\w-]+/[\w-]+)\.)?(?P<key>\w[\w -]*?)(?P<build>\.no_gil)?")


def no_number_by_hand(site: Site) -> list[Fault]:
    """No page says a duration, factor, share or size that was not measured or printed."""
    return [
        Fault(
            f"a {name} that no record knows: {found!r}",
            site.at(path, found),
            "the reader takes it for measured, like every other number here",
            "name a measured number, [[stem.key]], or say in words what the program shows",
        )
        for path, soup in site.html.items()
        for text in _texts(soup)
        for name, pattern in TYPED
        if name != "Python version"
        for found in [_first(name, pattern, text)]
        if found
    ]


def _texts(soup: Tag) -> Iterator[str]:
    """The pieces of text of a page, less what comes from runs and records."""
    whole = copy.copy(soup)
    for tag in whole.select(FROM_RUNS):
        tag.replace_with(" … ")
    for block in whole.select(BLOCKS):
        yield " ".join(block.get_text().split())


def _first(name: str, pattern: str, text: str) -> str:
    flags = re.RegexFlag(0) if name == "size of memory" else re.IGNORECASE
    match = re.search(pattern, text, flags)
    return match[0] if match else ""


def numbers_are_the_records(site: Site) -> list[Fault]:
    """Each measured number is the median of the values in its file, to its two digits."""
    return [
        Fault(
            f"{tag.get_text()!r} stands for {named}, which {why}",
            site.at(path, named),
            "the number is the article's claim, and the record is its proof",
            "look at the built page; the theme draws it (theme/parts/numbers.py)",
        )
        for path, soup in site.html.items()
        for tag in soup.select(".measured")
        for named in [_named(tag)]
        for why in [_differs(tag, named, site.root)]
        if why
    ]


def _named(tag: Tag) -> str:
    """The figure that a number stands for; the address of a link says whose it is."""
    said = str(tag.get("data-figure", "nothing"))
    page = MEASURED.search(str(tag.get("href", "")))
    return f"{page['stem']}.{said}" if page else said


def _differs(tag: Tag, named: str, root: Path) -> str:
    """How a number differs from its record, "" if it does not."""
    strong = tag.find("strong")
    text = " ".join((strong or tag).get_text().split())
    shown = SHOWN.fullmatch(text)
    parts = [FIGURE.fullmatch(part) for part in named.split(" / ")]
    if shown is None or shown["unit"] not in UNITS or not all(parts):
        return "cannot be read"
    values = []
    for part in parts:
        assert part is not None and parts[0] is not None
        stem = part["stem"] or parts[0]["stem"]
        value = _median(root, stem, part["key"], bool(part["build"]))
        if value is None:
            return "is in no file"
        values.append(value)
    value = values[0] / values[1] if len(values) > 1 else values[0]
    seen = float(shown["value"]) * UNITS[shown["unit"]]
    return "" if abs(seen - value) <= CLOSE * value else f"is {value:.3g} in the file"


def _median(root: Path, stem: str, key: str, no_gil: bool) -> float | None:
    """The middle value of `key` in the newest file of a build, read without the recorder."""
    folder, name = (root / "snippets" / stem).parent, stem.rpartition("/")[2]
    files = [
        path for path in folder.glob(f"{name}.*.json") if path.name.endswith("t.json") == no_gil
    ]
    for file in sorted(files, key=lambda path: [len(path.name), path.name], reverse=True):
        for benchmark in json.loads(file.read_text(encoding="utf-8"))["benchmarks"]:
            if benchmark["metadata"]["name"] == key:
                return statistics.median(v for run in benchmark["runs"] for v in run["values"])
    return None


def charts_say_what_they_show(site: Site) -> list[Fault]:
    """A chart has its conclusion as alternative text, its data as a table, and no style inside."""
    faults = []
    for path, soup in site.html.items():
        for chart in soup.select("figure.chart"):
            drawing, caption = chart.find("svg"), chart.find("figcaption")
            assert isinstance(drawing, Tag) and isinstance(caption, Tag)
            told = " ".join(caption.get_text().split())
            rows = [row.get_text() for row in chart.select("tbody .measured")]
            numbers = [
                text.get_text() for text in drawing.find_all("text") if "±" in text.get_text()
            ]
            inside = chart.select("script, style, [style]")
            for wrong, what in (
                (" ".join(str(drawing.get("aria-label")).split()) != told, "says another sentence"),
                (not rows, "has no table of its data"),
                (bool(set(numbers) - set(rows)), "shows a number that its table has not"),
                (bool(inside), "holds a script or a style, which a strict policy forbids"),
            ):
                if wrong:
                    faults.append(
                        Fault(
                            f"the chart of {chart.get('data-chart')} {what}",
                            site.at(path, str(chart.get("data-chart"))),
                            "whoever does not see the drawing has to get the same from its words",
                            "look at the built page; the theme draws it (theme/parts/chart.py)",
                        )
                    )
    return faults


CHECKS: tuple[Callable[[Site], list[Fault]], ...] = (
    no_number_by_hand,
    numbers_are_the_records,
    charts_say_what_they_show,
)
