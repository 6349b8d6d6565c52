"""Measured numbers: ``[[stem.key]]``, ratios of two, and the bounds of what is said of them.

::

    NUMBER = FIGURE [" / " FIGURE] ["|" LOW ".." HIGH]
    FIGURE = [STEM "."] KEY [".no_gil"]

Bounds have a unit, "5..20 ms"; those of a ratio are bare for a factor, and end
in "%" for a share, which is then shown as one.

STEM names a program that measures, so its name ends in ``_timing``; no other
program has figures, and such a program has no variants.  The second figure of
a ratio may leave it out.  ``.no_gil`` takes the number of the build without
the GIL.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from shelf.sample import TIMING
from shelf.timing import Figure, Timing, timings
from shelf.words import nearest
from theme.book.addresses import measured_page
from theme.book.links import Links
from theme.elements import element, link
from theme.faults import PageError

KEY = r"\w[\w -]*?"
NO_GIL = "no_gil"
FIGURE = rf"(?P<stem>[\w-]+/[\w-]+{TIMING})\.(?P<key>{KEY})(?P<build>\.{NO_GIL})?"
SECOND = rf"(?:(?P<stem>[\w-]+/[\w-]+{TIMING})\.)?(?P<key>{KEY})(?P<build>\.{NO_GIL})?"
#: The units in which a number is shown, from small to large.
UNITS = {
    "second": (("ns", 1e-9), ("µs", 1e-6), ("ms", 1e-3), ("s", 1.0)),
    "byte": (("B", 1.0), ("KiB", 1024.0), ("MiB", 1024.0**2), ("GiB", 1024.0**3)),
    "integer": (("", 1.0),),
    "ratio": (("%", 0.01), ("times", 1.0)),
    "share": (("%", 0.01),),
}
#: A spread below this share of its number is none.
NOTHING = 0.001
#: A space at which no line is broken.
TIGHT = "\N{NO-BREAK SPACE}"
BOUND = r"(\d+(?:\.\d+)?)\s*([%\w]*)"
BOUNDS = re.compile(rf"{BOUND}\s*\.\.\s*{BOUND}")


@dataclass(frozen=True)
class Number:
    """A number to be shown: what was measured, or the ratio of two such."""

    unit: str
    value: float
    spread: float
    tags: tuple[str, ...]
    named: str = ""

    @property
    def words(self) -> str:
        """Value, spread and unit: "57 ± 2 µs"."""
        name, size = self.scale
        spread = self.spread if self.spread > self.value * NOTHING else 0.0
        number = f"{two(self.value / size)} ± {two(spread / size, 1)}"
        return f"{number} {name}".strip().replace(" ", TIGHT)

    @property
    def bare(self) -> str:
        """Value and unit: "57 µs"."""
        name, size = self.scale
        return f"{two(self.value / size)} {name}".strip().replace(" ", TIGHT)

    @property
    def scale(self) -> tuple[str, float]:
        """The largest unit of which the rounded value is at least one."""
        return scale(self.unit, self.value)


def scale(unit: str, value: float) -> tuple[str, float]:
    """The unit, and its size, in which `value` is shown."""
    units = UNITS[unit]
    fitting = [one for one in units if float(two(value / one[1])) >= 1]
    return fitting[-1] if fitting else units[0]


def two(value: float, digits: int = 2) -> str:
    """`value` with that many significant digits, never with an exponent."""
    if not value:
        return "0"
    rounded = float(f"{value:.{digits - 1}e}")
    places = digits - 1 - math.floor(math.log10(abs(rounded)))
    return f"{rounded:.{max(places, 0)}f}"


def is_number(content: str) -> bool:
    """Whether ``[[content]]`` names a measured number, and not a fact of a header."""
    return re.match(rf"\s*[\w-]+/[\w-]+{TIMING}\s*\.", content) is not None


def draw(content: str, links: Links) -> Element:
    """What stands for ``[[content]]``; raises `PageError` outside its bounds."""
    named, bar, bounds = content.replace("\\|", "|").partition("|")
    named = " ".join(named.split())
    number, stem, key = read(named, links)
    if number.unit == "ratio" and bounds.strip().endswith("%"):
        number = replace(number, unit="share")
    if bar:
        hold(content, number, bounds)
    build: list[Element | str] = []
    if len(timings(links.book.sample(stem))) > 1:
        words = f"(on {' and '.join(number.tags)})"
        build = [" ", element("small", None, AtomicString(words))]
    return link(
        links.to(measured_page(stem), anchor_of(key)),
        element("strong", None, AtomicString(number.words)),
        *build,
        # the address says which program measured it
        **{"class": "measured", "data-figure": named.removeprefix(f"{stem}.")},
    )


def shown(number: Number) -> Element:
    """A number without a link, as in a table of numbers."""
    return element(
        "span", {"class": "measured", "data-figure": number.named}, AtomicString(number.words)
    )


def of(timing: Timing, figure: Figure) -> Number:
    """The number of one figure."""
    build = "" if timing.gil else f".{NO_GIL}"
    named = f"{timing.sample.stem}.{figure.key}{build}"
    return Number(figure.unit, figure.value, figure.spread, (timing.tag,), named)


def anchor_of(key: str) -> str:
    """The id of a figure on the page of its measurement."""
    return key.replace(" ", "-")


def read(named: str, links: Links) -> tuple[Number, str, str]:
    """The number that is named, and stem and key of its first figure."""
    first, slash, second = named.partition(" / ")
    one = re.fullmatch(FIGURE, first)
    if one is None:
        raise PageError(
            f"[[{named}]] names no number; write [[stem.key]], [[stem.key.{NO_GIL}]]"
            " or [[stem.key / other key]]"
        )
    timing, figure = find(one["stem"], one["key"], bool(one["build"]), links)
    if not slash:
        number = Number(figure.unit, figure.value, figure.spread, (timing.tag,), named)
        return number, one["stem"], one["key"]
    two_ = re.fullmatch(SECOND, second)
    if two_ is None:
        raise PageError(f"[[{named}]] is no ratio: after ' / ' stands another key of {one['stem']}")
    below, other = find(two_["stem"] or one["stem"], two_["key"], bool(two_["build"]), links)
    if other.unit != figure.unit:
        raise PageError(f"[[{named}]] divides a {figure.unit} by a {other.unit}")
    value = figure.value / other.value
    spread = value * math.hypot(figure.spread / figure.value, other.spread / other.value)
    tags = tuple(dict.fromkeys((timing.tag, below.tag)))
    return Number("ratio", value, spread, tags, named), one["stem"], one["key"]


def find(stem: str, key: str, no_gil: bool, links: Links) -> tuple[Timing, Figure]:
    """The figure `key` of `stem`: of the newest Python on record with the GIL, or without it."""
    known = timings(links.book.sample(stem))
    fitting = [timing for timing in known.values() if timing.gil != no_gil]
    if not fitting:
        build = "without the GIL" if no_gil else "with the GIL"
        raise PageError(f"{stem} was measured on no Python {build}{nearest(key, list(known))}")
    return fitting[-1], fitting[-1].figure(key)


def hold(content: str, number: Number, bounds: str) -> None:
    """Raise `PageError` unless `number` lies within `bounds`, "5..20 ms" or "1.6..2"."""
    match = BOUNDS.fullmatch(bounds.strip())
    if match is None:
        raise PageError(
            f"[[{content}]]: {bounds.strip()!r} are no bounds; write 5..20 ms, 200 µs..2 ms, 1.6..2"
        )
    low, low_unit, high, high_unit = match.groups()
    sizes = dict(UNITS[number.unit])
    last = high_unit or low_unit or ("times" if number.unit == "ratio" else "")
    first = low_unit or last
    for unit in (first, last):
        if unit not in sizes:
            raise PageError(
                f"[[{content}]]: its bounds need one of the units {', '.join(filter(None, sizes))}"
            )
    if not float(low) * sizes[first] <= number.value <= float(high) * sizes[last]:
        raise PageError(
            f"[[{content}]] is {number.words} on {' and '.join(number.tags)},"
            f" which lies outside {bounds.strip()}, so the sentence would be false; correct the"
            " sentence and its bounds, or measure again"
        )
