"""Measured numbers and charts: each says what was measured, and its bounds say something.

A key that belongs to something else draws a true number into a false sentence,
and bounds that hold whatever is measured hold nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from shelf.fault import Fault
from shelf.sample import Sample
from shelf.shelf import measuring
from shelf.timing import Timing, TimingError, timings
from shelf.words import listed
from tests.checks.pages.markdown import Fence, Page, pages
from tests.checks.pages.referred import stems
from theme.parts import numbers
from theme.parts.chart import ENTRY

NUMBER = re.compile(r"\[\[([\w-]+/[\w-]+_timing\.[^\]]+)\]\]")
HEADING = re.compile(r"#+ (.*)")
#: Other words for the words of a key, by their stems.
SAME = {
    "forkserv": {"serv"},
    "limit": {"core", "cpu"},
    "pay": {"long"},
    "process": {"pool", "hand"},
}
#: The widest that bounds may be, from low to high: of what a machine decides, of a
#: ratio, and of a ratio that is near to one, where its side of one is what is said.
WIDEST = {"quantity": 25.0, "ratio": 25.0, "near one": 4.0}
#: A ratio between these is near to one.
NEAR = (0.25, 4.0)
#: How a ratio is told.
AS = re.compile(r"\bas (?:long|much|fast) as\b|\bthe time of\b")
CLOCK = re.compile(r'clock="([^"]*)"')
FACTS = ("cpu_model_name", "cores", "platform", "python_compiler", "python_version")
COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "sixteen": 16}
CORES = re.compile(rf"\bthe ({'|'.join(COUNTS)}) cores\b")


def numbers_stand_with_their_words(root: Path) -> list[Fault]:
    """The paragraph of a measured number has a word of each key that it is made of."""
    return [fault for page in pages(root) for fault in _strange(page)]


def _strange(page: Page) -> Iterator[Fault]:
    for line, words, named in _named(page.text):
        for key in _keys(named):
            wanted = _words(key)
            if wanted and not wanted & words:
                yield Fault(
                    f"shows {key!r} of [[{named}]] where no word of it stands",
                    page.at(line),
                    "the reader takes the number for what the paragraph speaks of",
                    "name the figure that the paragraph speaks of, or say there what was measured",
                )


def _named(text: str) -> Iterator[tuple[int, set[str], str]]:
    """Each number of a text: its line, the words of its paragraph and heading, its name."""
    title, heading, begin = "", "", 0
    lines = [*text.split("\n"), ""]
    for at, line in enumerate(lines):
        if match := HEADING.match(line):
            title, heading = title or match[1], match[1]
        if not line.strip():
            named = [
                (number + 1, match[1].partition("|")[0].strip())
                for number in range(begin, at)
                for match in NUMBER.finditer(lines[number])
            ]
            if named:
                words = stems(f"{title} {heading} {NUMBER.sub(' ', ' '.join(lines[begin:at]))}")
                yield from ((number, words, name) for number, name in named)
            begin = at + 1


def _keys(named: str) -> list[str]:
    """The keys that a number is made of, without their program and their build."""
    parts = [re.sub(r"^[\w-]+/[\w-]+_timing\.", "", part) for part in named.split(" / ")]
    return [part.removesuffix(f".{numbers.NO_GIL}").strip() for part in parts]


def _words(key: str) -> set[str]:
    """The words of a key that say something, and those that say the same."""
    own = stems(key)
    return own | {other for word in own for other in SAME.get(word, ())}


def numbers_are_of_whom_the_sentence_names(root: Path) -> list[Fault]:
    """Words beside a number that only another figure of its program has are of that one."""
    known = measuring(root)
    return [fault for page in pages(root) for fault in _of_another(page, known)]


def _of_another(page: Page, known: Mapping[str, Sample]) -> Iterator[Fault]:
    for number, named, before, after in _beside(page):
        stem, key = named.partition(".")[0], _keys(named)[0]
        if " / " in named or stem not in known:
            continue
        said = stems(f"{before} {after}")
        for rival in sorted({key for one in _records(known[stem]) for key in one.figures}):
            own, others = stems(key) - stems(rival), stems(rival) - stems(key)
            if own and others & said and not (own | (_words(key) - _words(rival))) & said:
                yield Fault(
                    f"shows {key!r} of {stem} where {rival!r} is spoken of",
                    page.at(number),
                    "the reader takes the number for what the sentence names",
                    "correct the key, or say what was measured",
                )
                break


def ratios_are_told_their_way_round(root: Path) -> list[Fault]:
    """What takes so many times as long is the upper figure; so many times as fast, the lower."""
    return [fault for page in pages(root) for fault in _the_other_way(page)]


def _the_other_way(page: Page) -> Iterator[Fault]:
    for number, named, before, after in _beside(page):
        how = AS.search(after)
        if " / " not in named or how is None:
            continue
        upper, lower = map(stems, _keys(named))
        upper, lower = upper - lower, lower - upper
        if how[0].startswith("as fast"):
            upper, lower = lower, upper
        first, second = stems(before), stems(after)
        if first & lower and not first & upper and second & upper and not second & lower:
            yield Fault(
                f"says {how[0]!r} the other way round than [[{named}]]",
                page.at(number),
                "the slower one is taken for the faster one",
                "write first what takes longer, and what is divided by behind it",
            )


def _beside(page: Page) -> Iterator[tuple[int, str, str, str]]:
    """Each number: its line, its name, and the words before and behind it, up to the next ones."""
    for number, line in enumerate(page.text.split("\n"), 1):
        found = list(NUMBER.finditer(line))
        ends = [0, *(match.end() for match in found)]
        starts = [*(match.start() for match in found[1:]), len(line)]
        for match, begin, end in zip(found, ends, starts, strict=False):
            named = match[1].replace("\\|", "|").partition("|")[0].strip()
            yield number, named, line[begin : match.start()], line[match.end() : end]


def labels_name_their_figures(root: Path) -> list[Fault]:
    """A label of a chart has each word of its key that not all keys of that chart have."""
    return [
        fault
        for page in pages(root)
        for fence in page.fences
        if fence.language == "chart"
        for fault in _mislabelled(page, fence)
    ]


def _mislabelled(page: Page, fence: Fence) -> Iterator[Fault]:
    entries = [
        (fence.line + at, match)
        for at, line in enumerate(fence.text.splitlines(), 1)
        if (match := ENTRY.fullmatch(line.strip()))
    ]
    common = set.intersection(*(stems(entry["key"]) for _, entry in entries)) if entries else set()
    builds = {bool(entry["build"]) for _, entry in entries}
    for line, entry in entries:
        said = stems(entry["label"])
        absent = stems(entry["key"]) - said - (common if len(entries) > 1 else set())
        without = len(builds) == 2 and bool(entry["build"]) != ("without" in entry["label"])
        if absent or without:
            yield Fault(
                f"labels {entry['key']}{entry['build'] or ''} {entry['label']!r}, which lacks"
                + (f" {', '.join(sorted(absent))}" if absent else " its build, with or without it"),
                page.at(line),
                "two labels that were exchanged would look the same",
                "give the label the words of its key",
            )


def bounds_say_something(root: Path) -> list[Fault]:
    """The bounds of a number leave out more than they let in."""
    return [fault for page in pages(root) for fault in _wide(page)]


def _wide(page: Page) -> Iterator[Fault]:
    for number, line in enumerate(page.text.split("\n"), 1):
        for match in NUMBER.finditer(line):
            named, _, bounds = match[1].replace("\\|", "|").partition("|")
            found = numbers.BOUNDS.fullmatch(bounds.strip())
            if found is None:
                yield Fault(
                    f"[[{named.strip()}]] has no bounds",
                    page.at(number),
                    "the next measurement may make the sentence false, and nobody is told",
                    "write the bounds within which the sentence is true: [[… | 5..20 ms]]",
                )
                continue
            low, high = sizes(bounds)
            kind = "quantity"
            if " / " in named:
                kind = "near one" if NEAR[0] <= (low * high) ** 0.5 <= NEAR[1] else "ratio"
            if not low or high / low > WIDEST[kind]:
                yield Fault(
                    f"the bounds of [[{named.strip()}]] are {bounds.strip()}, more than"
                    f" {WIDEST[kind]:g} times from low to high",
                    page.at(number),
                    "whatever is measured lies within, so they hold no sentence",
                    "write bounds as near as the sentence needs them",
                )


def sizes(bounds: str) -> tuple[float, float]:
    """The lower and the upper one of bounds, in the unit of records; of none, nothing and all."""
    found = numbers.BOUNDS.fullmatch(bounds.strip())
    if found is None:
        return 0.0, float("inf")
    return _size(found[1], found[2] or found[4]), _size(found[3], found[4])


def _size(value: str, unit: str) -> float:
    """A bound in the unit of records."""
    sizes = {name: size for units in numbers.UNITS.values() for name, size in units}
    return float(value) * sizes.get(unit, 1.0)


def records_come_from_one_machine(root: Path) -> list[Fault]:
    """The records of one program, which are compared, were taken on the same machine."""
    found = []
    for sample in measuring(root).values():
        known = _records(sample)
        for fact in FACTS:
            if len({str(timing.facts.get(fact)) for timing in known}) > 1:
                told = ", ".join(f"{one.tag}: {one.facts.get(fact)}" for one in known)
                found.append(
                    Fault(
                        f"the records of {sample.stem} differ in {fact}: {told}",
                        f"{known[0].name}:1",
                        "a difference of machines is read as one of Pythons",
                        f"measure all again in one go: make measure ONLY={sample.stem}",
                    )
                )
    return found


def _records(sample: Sample) -> list[Timing]:
    try:
        return list(timings(sample).values())
    except TimingError:  # that is told elsewhere
        return []


def cores_are_those_of_the_record(root: Path) -> list[Fault]:
    """A chart that speaks of so many cores was measured on as many."""
    found = []
    known = measuring(root)
    for page in pages(root):
        for fence in page.fences:
            stem = fence.text.split("\n")[0].strip()
            for match in CORES.finditer(fence.text) if fence.language == "chart" else ():
                have = {str(one.facts.get("cores")) for one in _records(known[stem])}
                if have != {str(COUNTS[match[1]])}:
                    found.append(
                        Fault(
                            f"says {match[0]!r}, and {stem} was measured on {listed(sorted(have))}",
                            page.at(fence.line + fence.text.count("\n", 0, match.start()) + 1),
                            "the reader compares it with another machine",
                            "correct the number",
                        )
                    )
    return found


def clocks_are_of_their_program(root: Path) -> list[Fault]:
    """Charts of one program say the same of its clock, in a word of the program at least."""
    faults = []
    first: dict[str, str] = {}
    known = measuring(root)
    for page in pages(root):
        for fence in page.fences:
            stem = fence.stem
            clock = CLOCK.search(fence.info)
            if fence.language != "chart" or clock is None or stem not in known:
                continue
            said = first.setdefault(stem, clock[1])
            if said != clock[1]:
                what = f"says {clock[1]!r} of the clock of {stem}, and another chart {said!r}"
            elif stems(clock[1]).isdisjoint(stems(known[stem].source)):
                what = f"says {clock[1]!r} of the clock of {stem}, which has no word of that"
            else:
                continue
            why = "the reader takes the time for that of something else"
            faults.append(
                Fault(what, page.at(fence.line), why, f"write when the clock of {stem} begins")
            )
    return faults


CHECKS = (
    numbers_stand_with_their_words,
    numbers_are_of_whom_the_sentence_names,
    ratios_are_told_their_way_round,
    clocks_are_of_their_program,
    labels_name_their_figures,
    bounds_say_something,
    records_come_from_one_machine,
    cores_are_those_of_the_record,
)
