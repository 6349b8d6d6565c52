"""Draws the marks of a program, and unfolded below them the runs that they rest on."""

from __future__ import annotations

import textwrap
from xml.etree.ElementTree import Element

from shelf import Sample
from shelf.conditions import SYSTEM_NAMES
from shelf.ledger import NOT_RUN, PASSED
from shelf.runs import Record, Run, gaps
from shelf.trials import concerned, taken
from theme.book.addresses import MATRIX, anchor
from theme.book.links import Links
from theme.elements import element, link, span
from theme.marks import Mark, marks, trial_words


def chip(mark: Mark) -> Element:
    """A mark as an element."""
    return span(f"mark mark-{mark.kind}", mark.words)


def draw(sample: Sample, links: Links) -> Element:
    """The marks of `sample`, which unfold to its runs; no script is needed.

    Those of a program that measures lead to what it measured.
    """
    record = links.book.record
    if sample.timing:
        return span("runs", *map(chip, marks(sample, record)))
    runs = record.runs(sample)
    chips: list[Element | str] = []
    for mark in marks(sample, record):
        chips += [chip(mark), " "]
    return element(
        "details",
        {"class": "runs"},
        element("summary", None, *chips[:-1]),
        *([_table(runs)] if runs else []),
        _rest(sample, record, runs, links),
    )


def _trials(sample: Sample, links: Links) -> str:
    """How it took what its users will do to it."""
    if not concerned(sample):
        return ""
    return "".join(f" {words}" for words in trial_words(taken(links.book.trials, sample)))


def outcome(run: Run) -> tuple[tuple[str, str], ...]:
    """How a run went under its start methods: "✓ passed: fork, spawn", and what was seen."""
    groups: dict[str, list[str]] = {}
    for method, words in run.outcome.items():
        groups.setdefault(words, []).append(method)
    parts = []
    for words, methods in groups.items():
        names = ", ".join(methods)
        first, _, seen = words.partition("\n")
        state, _, why = first.partition(": ")
        if state == PASSED:
            parts.append((f"✓ passed: {names}", ""))
        elif state == NOT_RUN:
            where = "" if len(groups) == 1 else f": {names}"
            parts.append((f"– not run{where} ({why})" if why else f"○ not run{where}", ""))
        else:
            parts.append((f"✗ failed: {names}: {why}", textwrap.dedent(seen)))
    return tuple(parts)


def _table(runs: list[Run]) -> Element:
    """The runs, one line for those that went alike on a system on one day."""
    lines: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[str]] = {}
    for run in runs:
        lines.setdefault((run.system, run.date, outcome(run)), []).append(run.name)
    rows = [
        element(
            "tr",
            None,
            element("th", None, ", ".join(names)),
            element("td", None, *_lines(words)),
            element("td", None, f"{SYSTEM_NAMES[system]}, ", element("time", None, date)),
        )
        for (system, date, words), names in lines.items()
    ]
    return element("table", None, *rows)


def _lines(outcomes: tuple[tuple[str, str], ...]) -> list[Element | str]:
    lines: list[Element | str] = []
    for number, (words, seen) in enumerate(outcomes):
        lines += [element("br"), words] if number else [words]
        lines += [element("pre", None, seen)] if seen else []
    return lines


def _rest(sample: Sample, record: Record, runs: list[Run], links: Links) -> Element:
    """What was not run, and the ways to the whole matrix and to the program's source."""
    way = link(links.to(MATRIX, anchor(sample.stem)), "All runs")
    after: list[Element | str] = [_trials(sample, links)]
    if address := links.editing(f"snippets/{sample.stem}.py"):
        after += [" ", link(address, "Edit")]
    if not any(run.tried for run in runs):
        command = f"make matrix ONLY={sample.stem}"
        return element("p", None, f"It was not run yet as it is now: {command}. ", way, *after)
    missing = gaps(record, sample.header, runs)
    return element("p", None, f"Not run: {'; '.join(missing)}. " if missing else "", way, *after)
