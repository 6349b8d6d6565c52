"""The page of every run, as generated text around its table."""

from __future__ import annotations

from collections.abc import Sequence

from shelf import Sample
from shelf.conditions import SYSTEM_NAMES
from shelf.runs import Record, count, unrun
from shelf.words import counted, listed
from theme.book.library import Book
from theme.registers.news import named, news
from theme.registers.text import plain


def page(library: Book, known: Sequence[Sample]) -> str:
    """The text of the generated page."""
    record = library.record
    text = [
        "---\nhide: [edit, toc]\n---\n",
        "# Every run\n",
        f"{_sum(record, known)}\n",
        *_interpreters(record),
        f"{_missing(library, known)}\n",
        "## Programs and Pythons\n",
        "```matrix\n\n```\n",
        "## What changed\n",
        *news(library),
    ]
    return "\n".join(text)


def _sum(record: Record, known: Sequence[Sample]) -> str:
    numbers = count(record, known)
    systems = f" on {listed([SYSTEM_NAMES[s] for s in record.systems])}" if record.systems else ""
    return (
        f"{counted(len(known), 'program')}, each on every supported Python{systems} under every"
        f" start method: {counted(numbers.total(), 'cell')}. {numbers['passed']:,} passed,"
        f" {numbers['failed']:,} failed, {numbers['unmeant']:,} are not meant to run, and"
        f" {numbers['unrun']:,} were not run."
    )


def _interpreters(record: Record) -> list[str]:
    """The interpreters that ran, with everything that names them."""
    if not record.systems:
        return []
    rows = []
    for run in record.matrix["runs"]:
        dates = sorted({entry["date"] for entry in run["programs"].values()})
        free = run["python"].endswith("t")
        row = (
            SYSTEM_NAMES[run["system"]],
            run["version"] + ("t" if free else ""),
            f"{plain(run['compiler'])}, {plain(run['machine'])}",
            run["default"],
            " to ".join(f"<time>{d}</time>" for d in dict.fromkeys(dates[:1] + dates[-1:])) or "–",
        )
        rows.append(f"| {' | '.join(row)} |")
    head = "| System | Python | Build | Starts by | Run on |\n|---|---|---|---|---|"
    return [head + "\n" + "\n".join(rows) + "\n"]


def _missing(library: Book, known: Sequence[Sample]) -> str:
    """What the record does not answer for."""
    parts = [f"Not run: {'; '.join(missing)}."] if (missing := unrun(library.record)) else []
    changed, never = library.record.stale(known)
    for stems, words in ((changed, "Changed since they were run"), (never, "Never run")):
        if stems and len(stems) < len(known):
            parts.append(f"{words}: {listed([named(library, stem) for stem in stems])}.")
    parts = parts or ["Nothing that is supported is missing."]
    if observed := library.record.observed:
        names = listed([SYSTEM_NAMES.get(one, f"Python {one}") for one in observed])
        parts.append(f"{names} are observed: what fails there is shown, and stops nothing.")
    return " ".join([*parts, "A `t` after a version names the free-threaded build."])
